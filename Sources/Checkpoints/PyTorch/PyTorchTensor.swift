/// A view of a storage: element `i, j, …` is number `offset + i·strides[0] + j·strides[1] + …`.
struct PyTorchTensor: Sendable {
  let storage: PyTorchStorage
  let type: ScalarType
  let offset: Int
  let shape: [Int]
  let strides: [Int]

  /// How many elements.
  let count: Int

  /// The numbers of the storage from the first that the tensor sees to the last.
  let extent: Range<Int>

  /// Makes a view; nil when its numbers are no array inside a storage of the count that is claimed.
  ///
  /// A view may repeat numbers, as `expand` does, but not a few of them millions of times.
  init?(_ storage: PyTorchStorage, type: ScalarType, offset: Int, shape: [Int], strides: [Int]) {
    guard shape.count == strides.count, offset >= 0, strides.allSatisfy({ $0 >= 0 }),
      shape.count <= 64, let count = elementCount(shape)
    else { return nil }
    var last = offset
    for (length, stride) in zip(shape, strides) where count > 0 {
      let (step, overflow) = (length - 1).multipliedReportingOverflow(by: stride)
      let (sum, carry) = last.addingReportingOverflow(step)
      guard !overflow && !carry else { return nil }
      last = sum
    }
    let limit = storage.type == nil ? storage.count / type.blockByteCount : storage.count
    guard count == 0 || last < limit, count <= max(1 << 24, limit) else { return nil }
    self.storage = storage
    self.type = type
    self.offset = offset
    self.shape = shape
    self.strides = strides
    self.count = count
    extent = count == 0 ? 0..<0 : offset..<last + 1
  }

  /// Whether the elements follow one another as `Tensor`'s do.
  var isContiguous: Bool {
    var expected = 1
    for (length, stride) in zip(shape, strides).reversed() where length != 1 {
      guard stride == expected else { return false }
      expected *= length
    }
    return true
  }
}
