import Tensors

/// Moves the value biases into the biases of the attention outputs.
///
///     bias'[d] = bias[d] + Σ_head Σ_i valueBias[g(head), i] · output[head, i, d]
///
/// A pattern's weights add up to one, so a value's bias reaches the output whatever the pattern.
/// Query head `h` reads the values of key head `g(h) = h / (headCount / keyValueHeadCount)`.
///
/// - Parameters:
///   - configuration: The model's.
///   - weights: Its weights.
/// - Returns: A model whose values have no biases.
///
/// Source: `fold_value_biases` of TransformerLens.
func foldingValueBiases(
  _ configuration: TransformerConfiguration, _ weights: consuming TransformerWeights
) -> (TransformerConfiguration, TransformerWeights) {
  let group = configuration.headCount / configuration.keyValueHeadCount
  let columns = (0..<configuration.headCount).flatMap { head in
    (0..<configuration.dHead).map { head / group * configuration.dHead + $0 }
  }
  var folded = weights
  for layer in folded.blocks.indices {
    guard let bias = folded.blocks[layer].value.bias else { continue }
    let everyHead = bias.gatheringColumns(columns)
    folded.blocks[layer].output.bias = folded.blocks[layer].output(everyHead).value
    folded.blocks[layer].value.bias = nil
  }
  return (configuration, folded)
}
