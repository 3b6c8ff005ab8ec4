import Tensors

/// Takes the mean off every vector that is written to the residual stream.
///
/// The normalizations take it off as well, so nothing that they lead to changes. Where one of them
/// does not (RMS, or none), nothing is done.
///
/// - Parameters:
///   - configuration: The model's.
///   - weights: Its weights.
/// - Returns: A model whose residual stream has a mean of zero.
///
/// Source: `center_writing_weights` of TransformerLens.
func centeringWritingWeights(
  _ configuration: TransformerConfiguration, _ weights: consuming TransformerWeights
) -> (TransformerConfiguration, TransformerWeights) {
  var centred = weights
  guard configuration.centresEveryRead else { return (configuration, centred) }
  centred.embedding.centerRows()
  centred.positionEmbedding?.centerRows()
  for layer in centred.blocks.indices {
    centred.blocks[layer].output.centerOutputs()
    centred.blocks[layer].mlp?.output.centerOutputs()
  }
  return (configuration, centred)
}

extension TransformerConfiguration {
  /// Whether all that reads the residual stream takes its mean off first.
  var centresEveryRead: Bool { normalization.isCentring && finalNormalization.isCentring }
}
