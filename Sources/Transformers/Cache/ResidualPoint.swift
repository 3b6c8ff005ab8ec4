/// A place at which something reads the residual stream.
public enum ResidualPoint: Sendable, Equatable {
  /// The attention of a layer.
  case attention(layer: Int)
  /// The MLP of a layer.
  case mlp(layer: Int)
  /// The unembedding, behind the last block.
  case unembedding

  /// How many blocks have written all that they write.
  func blockCount(in configuration: TransformerConfiguration) -> Int {
    switch self {
    case .attention(let layer), .mlp(let layer): layer
    case .unembedding: configuration.layerCount
    }
  }

  /// The layers whose attention has written.
  func attentionLayers(in configuration: TransformerConfiguration) -> Range<Int> {
    guard case .mlp(let layer) = self, !configuration.isParallel else {
      return 0..<blockCount(in: configuration)
    }
    return 0..<layer + 1
  }

  /// How the stream is normalized for what reads it here.
  func normalization(
    in configuration: TransformerConfiguration
  ) -> TransformerConfiguration.Normalization {
    self == .unembedding ? configuration.finalNormalization : configuration.normalization
  }

  /// The site of the divisor of that normalization.
  var scaleSite: String {
    switch self {
    case .attention(let layer): HookName.Block.attentionScale.name(layer: layer)
    case .mlp(let layer): HookName.Block.mlpScale.name(layer: layer)
    case .unembedding: HookName.finalScale
    }
  }
}
