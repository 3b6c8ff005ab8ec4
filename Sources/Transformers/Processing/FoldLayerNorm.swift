import Tensors

/// Folds every normalization's scale and shift into the weights that read its result.
///
/// Weights that read a centred quotient are centred as well, which changes no result. Where the
/// unembedding reads one that is not (`final_rms`), it is left as it is: TransformerLens 3.9 centres
/// it there, and so changes the model.
///
/// - Parameters:
///   - configuration: The model's; without normalization nothing is done.
///   - weights: Its weights.
/// - Returns: A model of the same function, its normalizations `LNPre` or `RMSPre`.
///
/// Source: `fold_layer_norm` of TransformerLens; Elhage et al. 2021,
/// <https://transformer-circuits.pub/2021/framework/index.html>.
func foldingLayerNorm(
  _ configuration: TransformerConfiguration, _ weights: consuming TransformerWeights
) -> (TransformerConfiguration, TransformerWeights) {
  var folded = configuration
  folded.normalization = configuration.normalization.folded
  folded.finalNormalization = configuration.finalNormalization.folded
  var result = weights
  result.foldNorms(
    centeringBlocks: configuration.normalization.isCentring,
    centeringUnembedding: configuration.finalNormalization.isCentring)
  for layer in result.blocks.indices { result.blocks[layer].mlp?.foldActivationNorm() }
  return (folded, result)
}

extension TransformerWeights {
  /// Folds the norms before attention, MLPs and the unembedding into what reads them.
  mutating func foldNorms(centeringBlocks: Bool = false, centeringUnembedding: Bool = false) {
    for layer in blocks.indices { blocks[layer].foldNorms(centering: centeringBlocks) }
    unembedding.fold(finalNorm, centering: centeringUnembedding)
    finalNorm = nil
  }
}

extension BlockWeights {
  fileprivate mutating func foldNorms(centering: Bool) {
    query.fold(attentionNorm, centering: centering)
    key.fold(attentionNorm, centering: centering)
    value.fold(attentionNorm, centering: centering)
    attentionNorm = nil
    let norm = mlp?.norm
    mlp?.gate?.fold(norm, centering: centering)
    mlp?.input.fold(norm, centering: centering)
    mlp?.norm = nil
  }
}

extension MLPWeights {
  /// Folds the norm of the activations, which always centres, into the output.
  fileprivate mutating func foldActivationNorm() {
    output.fold(activationNorm, centering: true)
    activationNorm = nil
  }
}
