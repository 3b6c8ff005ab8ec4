public import Tensors

/// A matrix on its way through a computation, and its place on a tape where its gradient is wanted.
public struct Variable {
  /// The matrix.
  public internal(set) var value: Matrix

  /// Its place on a tape; nil for a constant.
  public let node: Tape.Node?

  init(value: Matrix, node: Tape.Node?) {
    self.value = value
    self.node = node
  }

  /// Makes a constant.
  public init(_ value: Matrix) { self.init(value: value, node: nil) }
}
