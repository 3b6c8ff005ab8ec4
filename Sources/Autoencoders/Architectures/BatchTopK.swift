import Gradients
import Tensors

extension AutoencoderTrainer {
  /// The pass of an autoencoder whose batch chooses its `k · batch` largest features, however many
  /// of them lie in a row; with inner widths, of a Matryoshka autoencoder.
  ///
  /// Sources: Bussmann et al. 2024, <https://arxiv.org/abs/2412.06410>; Bussmann et al. 2025,
  /// <https://arxiv.org/abs/2503.17547>.
  func batchTopKPass(_ batch: ScaledBatch, innerWidths: [Int]) -> Pass {
    var pass = SparsePass(parameters: parameters, batch: batch, rule: ChosenRule())
    pass.innerWidths = innerWidths
    pass.revival = revival
    let input = pass.centered(subtractsDecoderBias: configuration.subtractsDecoderBias)
    let (code, least, dead) = batchTopK(
      of: input, weight: parameters.encoder, bias: parameters.encoderBias,
      count: Int(currentK * Float(input.rows)), weights: rankWeights,
      bound: lastLeast.map { 0.8 * $0 }, alongside: revivalSelector(pass.revival))
    var found = pass.run(
      code, deadPreActivations: dead, input: input,
      subtractsDecoderBias: configuration.subtractsDecoderBias)
    found.leastKept = least
    return found
  }
}
