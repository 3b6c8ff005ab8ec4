public import Gradients
public import Tensors

/// Chooses the pre-activations above each feature's own threshold, and the positive of them.
///
/// A pre-activation equal to its threshold is off, as in SAELens.
///
/// Source: Rajamanoharan et al. 2024, <https://arxiv.org/abs/2407.14435>.
public struct JumpReLUSelector: RowSelector {
  /// The thresholds, shape `[1, feature]`.
  public let threshold: Matrix

  /// Makes a selector of the features above the given thresholds.
  public init(threshold: Matrix) {
    self.threshold = threshold
  }

  public mutating func select(_ preActivations: Span<Float>, into code: inout SparseCode) {
    let thresholds = threshold[row: 0]
    for i in preActivations.indices {
      let value = preActivations[i]
      if !(value <= max(thresholds[i], 0)) { code.append(feature: Int32(i), value: value) }
    }
  }
}
