extension TransformerConfiguration.Normalization {
  /// Whether scale and shift are folded into the weights that read the result.
  var isFolded: Bool { self == .layerNormPre || self == .rmsNormPre }

  /// The kind that divides by the root mean square, and centres nothing.
  var withoutCentring: Self {
    switch self {
    case .layerNorm, .rmsNorm: .rmsNorm
    case .layerNormPre, .rmsNormPre: .rmsNormPre
    case .none: .none
    }
  }

  /// Whether the mean is taken off.
  public var isCentring: Bool { self == .layerNorm || self == .layerNormPre }

  /// The kind that remains when scale and shift are folded away.
  var folded: Self {
    switch self {
    case .layerNorm, .layerNormPre: .layerNormPre
    case .rmsNorm, .rmsNormPre: .rmsNormPre
    case .none: .none
    }
  }
}
