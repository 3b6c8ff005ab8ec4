public import Gradients
public import Tensors

/// How pre-activations become features, at inference.
///
/// BatchTopK and Matryoshka autoencoders, which choose among a whole batch while they are trained,
/// have a threshold afterwards: they are `jumpReLU`, as in SAELens.
public enum Architecture: Sendable, Equatable {
  /// The positive ones, kept few by a penalty while training (Bricken et al. 2023,
  /// <https://transformer-circuits.pub/2023/monosemantic-features>).
  case standard

  /// The `k` largest of a row, where positive (Gao et al. 2024,
  /// <https://arxiv.org/abs/2406.04093>).
  case topK(k: Int)

  /// Those above a threshold of each feature's own, shape `[1, feature]` (Rajamanoharan et al.
  /// 2024, <https://arxiv.org/abs/2407.14435>).
  case jumpReLU(threshold: Matrix)

  /// The positive ones open a gate through which a magnitude of their own goes (Rajamanoharan et
  /// al. 2024, <https://arxiv.org/abs/2404.16014>).
  case gated(Magnitude)

  /// SAELens's name of the architecture of an autoencoder that is no transcoder.
  public var name: String {
    switch self {
    case .standard: "standard"
    case .topK: "topk"
    case .jumpReLU: "jumprelu"
    case .gated: "gated"
    }
  }

  /// What chooses the features of a row whose pre-activations hold the encoder's bias, shape
  /// `[1, feature]`.
  public func selector(bias: Matrix) -> any RowSelector {
    switch self {
    case .standard: PositiveSelector()
    case .topK(let k): TopKSelector(k: k)
    case .jumpReLU(let threshold): JumpReLUSelector(threshold: threshold)
    case .gated(let magnitude): GatedSelector(magnitude, gateBias: bias)
    }
  }
}
