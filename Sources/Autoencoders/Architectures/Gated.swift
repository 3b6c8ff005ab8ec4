import Glibc
public import Gradients
public import Tensors

/// How strong the features of a gated autoencoder are once their gates are open.
///
///     magnitude[f] = max(exp(logScale[f]) · Σ_d x[d] · W_enc[d, f] + bias[f], 0)
public struct Magnitude: Sendable, Equatable {
  /// SAELens's `r_mag`, shape `[1, feature]`.
  public let logScale: Matrix

  /// SAELens's `b_mag`, shape `[1, feature]`.
  public let bias: Matrix

  /// Names the two.
  public init(logScale: Matrix, bias: Matrix) {
    self.logScale = logScale
    self.bias = bias
  }
}

/// Lets the magnitudes of features through whose gate's pre-activation is positive.
///
/// Gate and magnitude share their weight, so the magnitude follows from the gate's pre-activation
/// *p*: `exp(logScale) · (p - gateBias) + bias`.
///
/// Source: Rajamanoharan et al. 2024, <https://arxiv.org/abs/2404.16014>, section 3.2.
public struct GatedSelector: RowSelector {
  private let scale: [Float]
  private let gateBias: [Float]
  private let bias: [Float]

  /// Makes a selector of features with the given magnitudes.
  ///
  /// - Parameters:
  ///   - magnitude: How strong they are.
  ///   - gateBias: What the pre-activations hold of the gate's bias, shape `[1, feature]`.
  public init(_ magnitude: Magnitude, gateBias: Matrix) {
    scale = magnitude.logScale.elements.map { exp($0) }
    self.gateBias = gateBias.elements
    bias = magnitude.bias.elements
  }

  public mutating func select(_ preActivations: Span<Float>, into code: inout SparseCode) {
    for i in preActivations.indices where !(preActivations[i] <= 0) {
      let magnitude = scale[i] * (preActivations[i] - gateBias[i]) + bias[i]
      if !(magnitude <= 0) { code.append(feature: Int32(i), value: magnitude) }
    }
  }
}
