import Tensors

/// A run of numbers of one type in a file of `torch.save`, which tensors are views of.
struct PyTorchStorage: Sendable {
  /// The storage's name in the file.
  private(set) var key: String

  /// How its numbers are stored; nil when they are bytes, and each tensor says what it sees in them.
  let type: ScalarType?

  /// How many numbers, or bytes, the pickle says there are.
  let count: Int

  /// Where in the file its numbers lie; nil where the archive's entry or the stream's end says.
  private(set) var place: Range<Int>?

  /// The file that the place is in, where it is not the pickle's own.
  private(set) var file: MappedFile?

  /// Reads the persistent identifier that stands for a storage.
  ///
  ///     ("storage", class, key, device, count)
  init(_ value: PickleValue, _ heap: PickleHeap, _ cursor: borrowing ByteCursor)
    throws(CheckpointError)
  {
    guard let items = heap.items(value), items.count >= 5, case .text("storage") = items[0],
      case .global(let className) = items[1], case .text(let key) = items[2],
      case .integer(let count) = items[4], count >= 0
    else {
      throw cursor.error(
        .malformed, "expected a storage's class, key, device and length in the pickle")
    }
    type = Self.types[className]
    guard type != nil || className == "torch.storage.UntypedStorage" else {
      throw cursor.error(
        .unsupported, "storage '\(key)' is a \(className), which Thresher does not read")
    }
    self.key = key
    self.count = count
  }

  /// The storage of a stream within the file, told apart from those of other streams.
  func placed(at place: Range<Int>, in stream: String, _ file: MappedFile?) -> PyTorchStorage {
    var storage = self
    storage.key += "@\(stream)"
    storage.place = place
    storage.file = file
    return storage
  }

  private static let types: [String: ScalarType] = [
    "torch.DoubleStorage": .float64, "torch.FloatStorage": .float32,
    "torch.HalfStorage": .float16, "torch.BFloat16Storage": .bfloat16,
    "torch.LongStorage": .int64, "torch.IntStorage": .int32, "torch.ShortStorage": .int16,
    "torch.CharStorage": .int8, "torch.ByteStorage": .uint8, "torch.BoolStorage": .bool,
    "torch.ComplexFloatStorage": .complex64, "torch.ComplexDoubleStorage": .complex128,
  ]
}
