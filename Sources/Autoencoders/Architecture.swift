public import Gradients
public import Tensors

/// Which pre-activations of an autoencoder become features.
public enum Architecture: Sendable, Equatable {
  /// The positive ones, kept few by a penalty while training (Bricken et al. 2023,
  /// <https://transformer-circuits.pub/2023/monosemantic-features>).
  case standard

  /// The `k` largest of a row, where positive (Gao et al. 2024,
  /// <https://arxiv.org/abs/2406.04093>).
  case topK(k: Int)

  /// Those above a threshold of each feature's own, shape `[1, feature]`.
  case jumpReLU(threshold: Matrix)

  /// SAELens's name of the architecture.
  public var name: String {
    switch self {
    case .standard: "standard"
    case .topK: "topk"
    case .jumpReLU: "jumprelu"
    }
  }

  /// What chooses the features of a row.
  public var selector: any RowSelector {
    switch self {
    case .standard: PositiveSelector()
    case .topK(let k): TopKSelector(k: k)
    case .jumpReLU(let threshold): JumpReLUSelector(threshold: threshold)
    }
  }
}
