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

  /// How many values.
  public var count: Int { shape.reduce(1, *) }
}
