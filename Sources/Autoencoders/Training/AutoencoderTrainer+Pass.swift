import Gradients
import Tensors

extension AutoencoderTrainer {
  /// The losses of a batch, and the gradients of their sum.
  func pass(of batch: ScaledBatch) -> Pass {
    switch configuration.architecture {
    case .topK: topKPass(batch)
    case .batchTopK: batchTopKPass(batch, innerWidths: [])
    case .matryoshka:
      batchTopKPass(
        batch, innerWidths: configuration.matryoshkaWidths.filter { $0 < configuration.width })
    case .standard: rulePass(batch, rule: standardRule(batch), selector: PositiveSelector())
    case .gated: rulePass(batch, rule: gatedRule(batch), selector: PositiveSelector())
    case .jumpReLU: jumpReLUPass(batch)
    }
  }

  /// A pass by dense products or by the entries of a sparse code, whichever is the faster at the
  /// density of the last step.
  private func rulePass<Rule: FeatureRule>(
    _ batch: ScaledBatch, rule: Rule, selector: some RowSelector
  ) -> Pass {
    let subtracts = configuration.subtractsDecoderBias
    guard density <= Self.sparseDensity else {
      var pass = DensePass(
        parameters: parameters, batch: batch, rule: rule, selector: selector)
      return pass.run(subtractsDecoderBias: subtracts)
    }
    let pass = SparsePass(parameters: parameters, batch: batch, rule: rule)
    let input = pass.centered(subtractsDecoderBias: subtracts)
    let code = sparseCodes(
      of: input, weight: parameters.encoder, transposing: .right, bias: parameters.encoderBias,
      selecting: [selector])[0]
    return pass.run(code, input: input, subtractsDecoderBias: subtracts)
  }

  /// Up to which part of features on the entries alone are the way: at a tenth they take less than half
  /// the time of dense products, and the memory of one dense block.
  static var sparseDensity: Double { 0.1 }

  private func jumpReLUPass(_ batch: ScaledBatch) -> Pass {
    let rule = jumpReLURule(batch)
    return rulePass(batch, rule: rule, selector: JumpReLUBandSelector(rule))
  }

  private func standardRule(_ batch: ScaledBatch) -> StandardRule {
    StandardRule(
      coefficient: penaltyCoefficient, rows: batch.input.rows, norms: parameters.decoderNorms,
      isWeighted: configuration.weighsPenaltyByNorm)
  }

  private func gatedRule(_ batch: ScaledBatch) -> GatedRule {
    GatedRule(coefficient: penaltyCoefficient, rows: batch.input.rows, parameters: parameters)
  }

  private func jumpReLURule(_ batch: ScaledBatch) -> JumpReLURule {
    let rows = Float(batch.input.rows)
    var isDead = [Bool](repeating: false, count: configuration.width)
    if configuration.deadPullCoefficient > 0 {
      for feature in activity.dead(after: configuration.deadAfterRows) {
        isDead[Int(feature)] = true
      }
    }
    return JumpReLURule(
      thresholds: parameters.threshold.elements, norms: parameters.decoderNorms, isDead: isDead,
      bandwidth: configuration.bandwidth, mode: configuration.sparsityMode,
      penalty: penaltyCoefficient / rows, targetL0: configuration.targetL0 ?? 1,
      tanhScale: configuration.tanhScale, reachesInput: configuration.passesEstimateToInput,
      pull: configuration.deadPullCoefficient / rows)
  }
}
