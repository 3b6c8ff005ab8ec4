/// Chooses which pre-activations of a row become features, such as the largest or the positive.
///
/// Where a feature's value is its pre-activation as it stands, the derivative of each is 1, which the
/// pullbacks of `selected` and `sparseEncode` build on. A selector is a value with room to work in:
/// every thread has a copy.
public protocol RowSelector: Sendable {
  /// Appends what is chosen of one row, in the order of the features.
  ///
  /// - Parameters:
  ///   - preActivations: The row, one element a feature.
  ///   - code: Where the chosen entries go; the caller closes the row.
  mutating func select(_ preActivations: Span<Float>, into code: inout SparseCode)
}

/// Chooses the positive pre-activations: a ReLU that keeps indices.
public struct PositiveSelector: RowSelector {
  /// Makes the selector.
  public init() {}

  public mutating func select(_ preActivations: Span<Float>, into code: inout SparseCode) {
    for i in preActivations.indices where !(preActivations[i] <= 0) {
      code.append(feature: Int32(i), value: preActivations[i])
    }
  }
}
