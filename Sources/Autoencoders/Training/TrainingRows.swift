public import Tensors

/// Rows to learn from: activations, and for a transcoder those of its output site.
public struct TrainingRows: Sendable {
  /// What is encoded, shape `[row, dIn]`.
  public let input: Matrix

  /// What is to be made of it, shape `[row, dOut]`; nil for the input itself.
  public let target: Matrix?

  /// Makes rows of one site, or of two.
  public init(_ input: Matrix, target: Matrix? = nil) {
    precondition(
      target.map { $0.rows == input.rows } ?? true,
      "TrainingRows: \(input.rows) rows and \(target?.rows ?? 0) targets")
    self.input = input
    self.target = target
  }

  /// How many rows.
  public var count: Int { input.rows }
}
