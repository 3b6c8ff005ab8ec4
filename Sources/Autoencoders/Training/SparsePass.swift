import Gradients
import Tensors

/// The losses of a batch whose codes are sparse, by the entries of the codes alone.
struct SparsePass<Rule: FeatureRule> {
  let parameters: AutoencoderParameters
  let batch: ScaledBatch
  let rule: Rule

  /// The features that a Matryoshka autoencoder's inner reconstructions are made of: the first so
  /// many, ascending.
  var innerWidths: [Int] = []

  /// What revives dead features; nil where there are none.
  var revival: Revival?

  /// How dead features are made to explain what the others leave over.
  struct Revival {
    /// The dead features, ascending.
    let dead: [Int32]

    /// How many of them a row uses.
    let k: Int

    /// The weight of their loss.
    let weight: Float
  }

  init(parameters: AutoencoderParameters, batch: ScaledBatch, rule: Rule) {
    self.parameters = parameters
    self.batch = batch
    self.rule = rule
  }

  /// What is encoded.
  func centered(subtractsDecoderBias: Bool) -> Matrix {
    guard subtractsDecoderBias else { return batch.input }
    var centered = batch.input
    centered.forEachRow { [parameters] _, row in
      add(parameters.decoderBias[row: 0], scale: -1, to: &row)
    }
    return centered
  }

  /// The losses, and the gradients of their sum.
  ///
  /// - Parameters:
  ///   - preActivations: The pre-activations that may matter: of features that are on, or have a
  ///     gradient though they are off.
  ///   - deadPreActivations: Those of the dead features that `revival` uses.
  ///   - input: What was encoded.
  ///   - subtractsDecoderBias: Whether the decoder's bias was taken off it.
  /// - Returns: The pass.
  func run(
    _ preActivations: SparseCode, deadPreActivations: SparseCode? = nil, input: Matrix,
    subtractsDecoderBias: Bool
  ) -> Pass {
    let target = skippedTarget
    let codes = values(of: preActivations)
    var losses = Pass.Losses()
    let main = nestedReconstruction(
      codes[0], weight: parameters.decoder, bias: parameters.decoderBias, target: target,
      widths: innerWidths)
    losses.reconstruction = main.values.last ?? 0
    losses.inner = main.values.dropLast()
    var gradients = [main.pullback(1)]
    var errorSlope = main.errorSlope
    if Rule.codeCount > 1 {
      let second = sparseReconstruction(
        codes[1], weight: parameters.decoder, bias: parameters.decoderBias, target: target)
      losses.auxiliary = second.value
      gradients.append(second.pullback(1))
      errorSlope += second.error
    }
    var (slopes, sums) = pullBack(preActivations, codes: codes, gradients: gradients, &losses)
    var decoder = gradients.dropFirst().reduce(gradients[0].weight) { $0 + $1.weight }
    var encoder = slopes.transposedProduct(input)
    if let revival, let deadPreActivations {
      let found = revive(revival, deadPreActivations, error: main.error)
      losses.auxiliary += found.loss
      decoder = decoder + found.gradient.weight
      encoder = encoder + found.gradient.code.transposedProduct(input)
      found.gradient.code.forEachEntry { feature, value in
        sums[feature].preActivation += Double(value)
      }
    }
    var pass = Pass(
      losses: losses,
      gradients: AutoencoderGradients(encoder: encoder, decoder: decoder, of: parameters),
      onCounts: codes[0].onCounts)
    pass.chosenDensity =
      Double(preActivations.indices.count)
      / Double(max(preActivations.rows * preActivations.featureCount, 1))
    for gradient in gradients { pass.gradients.small.decoderBias += gradient.bias }
    if parameters.skip.rows > 0 {
      pass.gradients.small.skip.addProduct(
        errorSlope, batch.input, transposing: .left, scale: 2 / Float(target.rows))
    }
    slopes = SparseCode(featureCount: slopes.featureCount)
    pass.add(sums, of: parameters, subtractsDecoderBias: subtractsDecoderBias)
    return pass
  }

  /// The target less what leads past the code.
  private var skippedTarget: Matrix {
    guard parameters.skip.rows > 0 else { return batch.target }
    var target = batch.target
    target.addProduct(batch.input, parameters.skip, transposing: .right, scale: -1)
    return target
  }

  private func values(of preActivations: SparseCode) -> [SparseCode] {
    (0..<Rule.codeCount).map { code in
      var values = preActivations.values
      for entry in values.indices {
        let both = rule.values(values[entry], of: Int(preActivations.indices[entry]))
        values[entry] = code == 0 ? both.0 : both.1
      }
      return preActivations.replacingValues(values)
    }
  }

  /// The gradients of the pre-activations, and what they add up to for each feature.
  private func pullBack(
    _ preActivations: SparseCode, codes: [SparseCode], gradients: [DecodeGradient],
    _ losses: inout Pass.Losses
  ) -> (slopes: SparseCode, sums: [FeatureSums]) {
    var sums = [FeatureSums](repeating: FeatureSums(), count: preActivations.featureCount)
    var slopes = preActivations.values
    let (first, last) = (gradients[0].code.values, gradients[gradients.count - 1].code.values)
    let values = codes[0].values
    for row in 0..<preActivations.rows {
      let entries = preActivations.offsets[row]..<preActivations.offsets[row + 1]
      let penalty = rule.rowPenalty(onCount: entries.count { values[$0] != 0 })
      losses.sparsity += penalty.value
      for entry in entries {
        let feature = Int(preActivations.indices[entry])
        slopes[entry] = rule.slope(
          slopes[entry], of: feature, slopes: (first[entry], last[entry]),
          rowSlope: penalty.slope, sums: &sums[feature])
      }
    }
    return (preActivations.replacingValues(slopes), sums)
  }

  /// The loss of what dead features make of the error, and its gradients.
  ///
  /// The error, prediction less target, is a constant here.
  private func revive(
    _ revival: Revival, _ code: SparseCode, error: Matrix
  ) -> (loss: Double, gradient: DecodeGradient) {
    var missing = error
    missing.scale(by: -1)
    let (loss, _, pullback) = sparseReconstruction(
      code, weight: parameters.decoder, bias: Matrix(rows: 1, columns: error.columns),
      target: missing)
    return (Double(revival.weight) * loss, pullback(revival.weight))
  }
}

extension SparseCode {
  /// In how many rows each feature is not zero.
  var onCounts: [Int32] {
    var counts = [Int32](repeating: 0, count: featureCount)
    forEachEntry { feature, value in
      if value != 0 { counts[feature] += 1 }
    }
    return counts
  }

  /// Visits every entry, row by row.
  func forEachEntry(_ body: (_ feature: Int, _ value: Float) -> Void) {
    for (feature, value) in zip(indices, values) { body(Int(feature), value) }
  }
}
