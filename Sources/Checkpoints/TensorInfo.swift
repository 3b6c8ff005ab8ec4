/// What a file says of one of its tensors.
public struct TensorInfo: Sendable, Equatable {
  /// The tensor's name.
  public let name: String

  /// How its values are stored.
  public let type: ScalarType

  /// The length of every axis, the innermost last.
  public let shape: [Int]

  /// The file that holds the values.
  public let path: String

  /// Where in that file they lie.
  public let byteRange: Range<Int>

  /// Whether an archive holds them packed; they lie in the range as if they were not.
  public let isPacked: Bool

  /// Makes what a file says of a tensor.
  init(
    name: String, type: ScalarType, shape: [Int], path: String, byteRange: Range<Int>,
    isPacked: Bool = false
  ) {
    self.name = name
    self.type = type
    self.shape = shape
    self.path = path
    self.byteRange = byteRange
    self.isPacked = isPacked
  }

  /// How many values.
  public var count: Int { shape.reduce(1, *) }

  /// A tensor of complex numbers as one of their parts, on an axis of two after the others.
  var ofParts: TensorInfo {
    TensorInfo(
      name: name, type: type.part ?? type, shape: shape + [2], path: path, byteRange: byteRange,
      isPacked: isPacked)
  }

  /// Values of the same type elsewhere, or in another shape; they must be whole blocks.
  func placed(at start: Int, shape: [Int]) -> TensorInfo {
    let byteCount = shape.reduce(1, *) / type.blockValueCount * type.blockByteCount
    return TensorInfo(
      name: name, type: type, shape: shape, path: path, byteRange: start..<start + byteCount)
  }
}
