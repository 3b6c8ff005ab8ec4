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
  _ configuration: TransformerConfiguration, _ weights: TransformerWeights
) -> (TransformerConfiguration, TransformerWeights) {
  var folded = configuration
  folded.normalization = configuration.normalization.folded
  folded.finalNormalization = configuration.finalNormalization.folded
  var result = weights.foldingNorms(
    centeringBlocks: configuration.normalization.isCentring,
    centeringUnembedding: configuration.finalNormalization.isCentring)
  for layer in result.blocks.indices { result.blocks[layer].mlp?.foldActivationNorm() }
  return (folded, result)
}

extension TransformerWeights {
  /// These weights with the norms before attention, MLPs and the unembedding folded away.
  func foldingNorms(
    centeringBlocks: Bool = false, centeringUnembedding: Bool = false
  ) -> TransformerWeights {
    var folded = self
    folded.blocks = blocks.map { $0.foldingNorms(centering: centeringBlocks) }
    folded.unembedding = unembedding.folding(finalNorm, centering: centeringUnembedding)
    folded.finalNorm = nil
    return folded
  }
}

extension BlockWeights {
  fileprivate func foldingNorms(centering: Bool) -> BlockWeights {
    var folded = self
    folded.query = query.folding(attentionNorm, centering: centering)
    folded.key = key.folding(attentionNorm, centering: centering)
    folded.value = value.folding(attentionNorm, centering: centering)
    folded.attentionNorm = nil
    if let mlp {
      folded.mlp?.gate = mlp.gate?.folding(mlp.norm, centering: centering)
      folded.mlp?.input = mlp.input.folding(mlp.norm, centering: centering)
      folded.mlp?.norm = nil
    }
    return folded
  }
}

extension MLPWeights {
  /// Folds the norm of the activations, which always centres, into the output.
  fileprivate mutating func foldActivationNorm() {
    output = output.folding(activationNorm, centering: true)
    activationNorm = nil
  }
}
