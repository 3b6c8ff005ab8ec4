import Tensors

/// Takes off the unembedding, and its bias, the mean over the vocabulary.
///
/// Every logit of a position moves by the same amount, which no softmax notices.
///
/// - Parameters:
///   - configuration: The model's.
///   - weights: Its weights.
/// - Returns: A model whose logits have a mean of zero at every position.
///
/// Source: `center_unembed` of TransformerLens.
func centeringUnembed(
  _ configuration: TransformerConfiguration, _ weights: consuming TransformerWeights
) -> (TransformerConfiguration, TransformerWeights) {
  var centred = weights
  centred.unembedding.centerOutputs()
  return (configuration, centred)
}
