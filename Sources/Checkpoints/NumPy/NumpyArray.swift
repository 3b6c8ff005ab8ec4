import Tensors

/// One array of a file of NumPy.
struct NumpyArray: Sendable {
  /// What the file says of it; the shape and bytes as they lie.
  let info: TensorInfo

  private let part: FilePart
  private let isBigEndian: Bool

  /// Where its elements stand among its numbers; nil where in order.
  private let view: StridedView?

  /// How long its header is.
  private let start: Int

  /// Reads the header of an array.
  init(_ part: FilePart, name: String, path: String) throws(CheckpointError) {
    let place = part.byteRange.lowerBound
    let head = try part.head(NumpyHeader.byteLimit, path: path)
    let header = try unsafe NumpyHeader(head.span.bytes, path: path, at: place)
    let byteCount = header.type.byteCount(shape: header.shape) ?? .max
    guard byteCount <= part.byteCount - header.byteCount else {
      throw CheckpointError(
        code: .truncated,
        message: "array '\(name)' takes \(byteCount) bytes, but the file has "
          + "\(part.byteCount - header.byteCount) there; copy or download it again",
        path: path, byteOffset: place + header.byteCount)
    }
    self.part = part
    start = header.byteCount
    isBigEndian = header.isBigEndian
    view = header.isColumnMajor ? StridedView(columnMajor: header.shape) : nil
    info = TensorInfo(
      name: name, type: header.type, shape: header.shape, path: path,
      byteRange: place + start..<place + start + byteCount, isPacked: part.packing != nil)
  }

  /// The values, in row-major order.
  func tensor(_ info: TensorInfo) throws(CheckpointError) -> Tensor {
    let plain = try part.unpacked(path: info.path)
    var file = plain.file
    var place = plain.byteRange.lowerBound + start
    if isBigEndian {
      let width = (info.type.part ?? info.type).blockByteCount
      (file, place) = (try file.swapped(place..<place + info.byteRange.count, by: width), 0)
    }
    return if let view {
      file.tensor(view, info, from: place)
    } else {
      file.tensor(info.placed(at: place, shape: info.shape))
    }
  }
}

extension MappedFile {
  /// The numbers in a range, each with its bytes turned round, in a file of their own.
  fileprivate func swapped(
    _ range: Range<Int>, by width: Int
  ) throws(CheckpointError) -> MappedFile {
    var copy = try NamelessFile()
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 16) {
      let chunk = swappedBytes(start..<min(start + 1 << 16, range.upperBound), by: width)
      try copy.write(chunk.span)
    }
    return try copy.map()
  }

  private func swappedBytes(_ range: Range<Int>, by width: Int) -> [UInt8] {
    let bytes = span
    var swapped: [UInt8] = []
    swapped.reserveCapacity(range.count)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: width) {
      for place in (start..<start + width).reversed() { swapped.append(bytes[place]) }
    }
    return swapped
  }
}
