import Tensors

extension MappedFile {
  /// Maps a file.
  ///
  /// - Throws: `CheckpointError` with code `.unusableFile`.
  static func open(_ path: String) throws(CheckpointError) -> MappedFile {
    do { return try MappedFile(path: path) } catch { throw CheckpointError(error) }
  }

  /// The values of one of the file's tensors: in place if they are aligned float32, else converted
  /// row by row, several at once.
  ///
  /// A complex number becomes two, on an axis of its own after the others, as torch.view_as_real has
  /// them.
  func tensor(_ info: TensorInfo) -> Tensor {
    if info.type.part != nil { return tensor(info.ofParts) }
    let length = info.shape.last ?? 1
    let columns = length % info.type.blockValueCount == 0 ? length : info.count
    let rows = columns == 0 ? 0 : info.count / columns
    let start = info.byteRange.lowerBound
    if info.type == .float32 && start % 4 == 0 && info.count > 0 {
      let matrix = Matrix(mapping: self, byteOffset: start, rows: rows, columns: columns)
      return Tensor(matrix, shape: info.shape)
    }
    var matrix = Matrix(rows: rows, columns: columns)
    let rowByteCount = columns / info.type.blockValueCount * info.type.blockByteCount
    matrix.forEachRow(grain: 1 + 65_536 / max(columns, 1)) { index, row in
      let place = start + index * rowByteCount
      info.type.decode(self.span.extracting(place..<place + rowByteCount), into: &row)
    }
    return Tensor(matrix, shape: info.shape)
  }

  /// The values that a view of the file sees, the first of its numbers being at a byte.
  ///
  /// A view that does not lie in order is gathered from what it spans, once that is converted.
  func tensor(_ view: StridedView, _ info: TensorInfo, from start: Int) -> Tensor {
    if info.type.part != nil { return tensor(view.ofPairs, info.ofParts, from: start) }
    guard !view.isContiguous else { return tensor(info.placed(at: start, shape: view.shape)) }
    return view.gathered(tensor(info.placed(at: start, shape: [view.extent.count])).matrix)
  }

  /// The values of one of the file's tensors of whole numbers.
  ///
  /// - Throws: `CheckpointError` with code `.unsupported` when they are floats, or pass 2^63.
  func integers(_ info: TensorInfo) throws(CheckpointError) -> [Int] {
    switch info.type {
    case .int64: try wholeNumbers(info, Int64.self)
    case .int32: try wholeNumbers(info, Int32.self)
    case .int16: try wholeNumbers(info, Int16.self)
    case .int8: try wholeNumbers(info, Int8.self)
    case .uint64: try wholeNumbers(info, UInt64.self)
    case .uint32: try wholeNumbers(info, UInt32.self)
    case .uint16: try wholeNumbers(info, UInt16.self)
    case .uint8, .bool: try wholeNumbers(info, UInt8.self)
    default:
      throw CheckpointError(
        code: .unsupported,
        message: "tensor '\(info.name)': expected whole numbers, found \(info.type.rawValue)",
        path: path, byteOffset: info.byteRange.lowerBound)
    }
  }

  private func wholeNumbers<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ info: TensorInfo, _: Stored.Type
  ) throws(CheckpointError) -> [Int] {
    let bytes = span.extracting(info.byteRange)
    let width = MemoryLayout<Stored>.size
    var numbers: [Int] = []
    numbers.reserveCapacity(info.count)
    for i in 0..<info.count {
      let stored = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: i * width, as: Stored.self)
      guard let number = Int(exactly: Stored(littleEndian: stored)) else {
        throw CheckpointError(
          code: .unsupported, message: "tensor '\(info.name)': \(stored) does not fit 63 bits",
          path: path, byteOffset: info.byteRange.lowerBound + i * width)
      }
      numbers.append(number)
    }
    return numbers
  }
}
