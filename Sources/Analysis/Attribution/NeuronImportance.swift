public import Tensors
import Transformers

/// Which neurons of a layer make the token that a model predicts, by case 004's measure.
public struct NeuronImportance: Sendable {
  /// The token predicted behind each prompt.
  public var predictions: [Int]

  /// Each prompt's shares, shape `[prompt, neuron]`; a row adds up to 1.
  public var shares: Matrix

  /// Each neuron's mean share.
  public var means: [Double] {
    (0..<shares.columns).map { neuron in
      (0..<shares.rows).reduce(0) { $0 + Double(shares[$1, neuron]) } / Double(shares.rows)
    }
  }
}

extension AttributionRun {
  /// What each neuron of a layer adds to the logit of the predicted token, as a share of what all
  /// of them add.
  ///
  ///     importance[n] = (W_out · W_U)[n, predicted] · post[last, n] / Σ_n of the same
  ///
  /// The last normalization's scale counts where it is not folded away; its divisor cancels. Where
  /// what all add is near zero or negative, shares say little.
  ///
  /// - Parameter layer: The layer.
  /// - Returns: The shares.
  /// - Throws: `AnalysisError` with code `.unusableRequest` when the layer has no neurons.
  public func neuronImportance(layer: Int) throws -> NeuronImportance {
    let weights = analysis.model.weights
    guard weights.blocks.indices.contains(layer), let output = weights.blocks[layer].mlp?.output
    else {
      throw AnalysisError(
        code: .unusableRequest,
        message: "the model has \(weights.blocks.count) layers, and neurons in those with an MLP",
        path: "layer \(layer)")
    }
    let predictions = prompts.indices.map { indexOfMaximum(logits[row: $0]) ?? 0 }
    var directions = Matrix(
      stacking: predictions.map {
        weights.unembedding.direction(of: LogitCombination(right: $0))
      })
    if let scale = weights.finalNorm?.scale {
      directions.multiply(by: Matrix(repeating: scale, rows: directions.rows))
    }
    var shares = output.inputGradient(directions)
    shares.multiply(by: try analysis.activation(HookName.Block.mlpPost.name(layer: layer)))
    shares.forEachRow { _, row in
      let factor = Float(1 / sum(row.span))
      for i in row.indices { row[i] *= factor }
    }
    return NeuronImportance(predictions: predictions, shares: shares)
  }
}
