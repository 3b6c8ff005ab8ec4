public import Tensors

/// Vectors of the residual stream's space, by label: states of the stream, or parts of one.
public struct ResidualStack: Sendable {
  /// What each component is, in TransformerLens's words: `3_pre`, `0_attn_out`, `L10H7`, `bias`.
  public private(set) var labels: [String]

  /// A matrix for each label: a row for each position looked at, `[row, dModel]`.
  public private(set) var components: [Matrix]

  /// Makes a stack of labelled components.
  public init(labels: [String] = [], components: [Matrix] = []) {
    precondition(
      labels.count == components.count,
      "ResidualStack: \(labels.count) labels of \(components.count) components")
    self.labels = labels
    self.components = components
  }

  /// The component of a label; nil where there is none.
  public subscript(label: String) -> Matrix? {
    labels.firstIndex(of: label).map { components[$0] }
  }

  /// Adds a component at the end.
  public mutating func append(_ component: Matrix, _ label: String) {
    labels.append(label)
    components.append(component)
  }

  /// Adds the components of another stack at the end.
  public mutating func append(_ other: ResidualStack) {
    labels += other.labels
    components += other.components
  }

  /// The same labels, with what a function makes of each component.
  public func map(_ transform: (Matrix) -> Matrix) -> ResidualStack {
    ResidualStack(labels: labels, components: components.map(transform))
  }

  /// The sum of the components; nil of an empty stack.
  public var sum: Matrix? {
    guard var sum = components.first else { return nil }
    for component in components.dropFirst() { sum += component }
    return sum
  }

  /// This stack and a last component `remainder`, so that all of it adds up to `whole`.
  public func withRemainder(of whole: Matrix) -> ResidualStack {
    var rest = sum ?? Matrix(rows: whole.rows, columns: whole.columns)
    rest.scale(by: -1)
    rest += whole
    var result = self
    result.append(rest, "remainder")
    return result
  }
}
