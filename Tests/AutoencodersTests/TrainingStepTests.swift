import Gradients
import Tensors
import TestSupport
import Testing

@testable import Autoencoders

@Suite struct TrainingStepTests {
  /// Both ways through a batch: dense products, and the entries of sparse codes.
  static let cases = TrainingGolden.names.flatMap { name in [(name, 1.0), (name, 0.0)] }

  @Test(arguments: cases) func isSAELensStep(name: String, density: Double) throws {
    let golden = try TrainingGolden(name)
    var trainer = try golden.trainer(density: density)
    let pass = trainer.pass(of: try trainer.scaled(try golden.rows))
    try compareLosses(pass.losses, with: golden)
    let scale = Float(min(1, 1 / pass.gradients.norm))
    let gradients = try golden.parameters("gradient", of: trainer.configuration)
    let found = pass.gradients.all
    for (part, path) in AutoencoderParameters.parts where gradients[keyPath: path].count > 0 {
      var gradient = found[keyPath: path]
      gradient.scale(by: scale)
      #expect(relativeDifference(gradient, gradients[keyPath: path]) < 1e-4, "\(part)")
    }
    _ = try trainer.step(try golden.rows)
    let after = try golden.parameters("after", of: trainer.configuration)
    for (part, path) in AutoencoderParameters.parts where after[keyPath: path].count > 0 {
      let moved = trainer.parameters[keyPath: path]
      #expect(relativeDifference(moved, after[keyPath: path]) < 1e-4, "\(part) after the step")
    }
    if name.hasPrefix("batchtopk") || name.hasPrefix("matryoshka") {
      let threshold = Double(try golden.matrix("topk_threshold")[0, 0])
      #expect(close(trainer.progress.batchThreshold, threshold))
    }
  }

  /// Every parameter's gradient along a random direction.
  ///
  /// JumpReLU's thresholds, in which its losses jump, are left to the test of its surrogate; so are
  /// the estimates that reach its encoder. What dead features are to explain is a constant to the
  /// gradient, not to the loss: those files are left to the comparison with SAELens.
  @Test(arguments: cases.filter { !$0.0.hasSuffix("dead") })
  func gradientsMatchDifferences(name: String, density: Double) throws {
    let golden = try TrainingGolden(name)
    var trainer = try golden.trainer(density: density)
    if name == "jumprelu_tanh" { trainer = trainer.keepingEstimateFromInput() }
    let batch = try trainer.scaled(try golden.rows)
    let gradients = trainer.pass(of: batch).gradients.all
    for (index, part) in AutoencoderParameters.parts.enumerated()
    where trainer.parameters[keyPath: part.path].count > 0 && part.name != "threshold" {
      let matrix = trainer.parameters[keyPath: part.path]
      let direction = normalMatrix(
        rows: matrix.rows, columns: matrix.columns, seed: 40 + UInt64(index), scale: 0.2)
      // So short that no feature's choice changes between the two points.
      let slope = centralDifference(step: 3e-4) { step in
        var moved = trainer
        var change = direction
        change.scale(by: step)
        moved.parameters[keyPath: part.path] += change
        return moved.pass(of: batch).losses.total
      }
      let expected = Float(inner(gradients[keyPath: part.path], direction))
      #expect(
        abs(slope - expected) < 2e-2 * max(2, abs(expected)),
        "\(part.name): \(expected), differences \(slope)")
    }
  }

  /// The thresholds' gradient is that of a loss in which the step is a ramp as wide as the kernel,
  /// and what a value or a count is worth is taken as it is at the point.
  @Test(arguments: ["jumprelu_step", "jumprelu_quadratic"])
  func thresholdsFollowTheSurrogate(name: String) throws {
    let golden = try TrainingGolden(name)
    let trainer = try golden.trainer()
    let (parameters, batch) = (trainer.parameters, try trainer.scaled(try golden.rows))
    var input = batch.input
    var bias = parameters.decoderBias
    bias.scale(by: -1)
    input.addToRows(bias)
    let pre = linear(
      input, weight: parameters.encoder.transposed, bias: parameters.encoderBias
    ).value
    let start = parameters.threshold
    func isOn(_ row: Int, _ feature: Int) -> Bool { pre[row, feature] > start[0, feature] }
    var values = pre
    for row in 0..<24 {
      for feature in 0..<20 where !isOn(row, feature) { values[row, feature] = 0 }
    }
    let (output, decode) = linear(values, weight: parameters.decoder, bias: parameters.decoderBias)
    let worth = decode(meanSquaredError(output, target: batch.target).pullback(1)).x
    checkGradient(at: start, weights: Matrix(row: [1]), step: 1e-4) { thresholds in
      var loss = 0.0
      for row in 0..<24 {
        let count = (0..<20).count { isOn(row, $0) }
        let slope =
          name == "jumprelu_step"
          ? 0.6 / 24 : 0.6 / 24 * 4 / 4 * (Float(count) - 4)
        for feature in 0..<20 {
          func ramp(_ thresholds: Matrix) -> Float {
            max(0, min(1, (pre[row, feature] - thresholds[0, feature]) / 0.4 + 0.5))
          }
          // Differences from the start, which float32 holds to the last digit.
          let change = Double(ramp(thresholds)) - Double(ramp(start))
          loss += Double(worth[row, feature] * start[0, feature] + slope) * change
        }
      }
      let gradient = trainer.pass(of: batch).gradients.small.threshold
      return (Matrix(row: [Float(loss)]), { _ in gradient })
    }
  }

  private func compareLosses(_ losses: Pass.Losses, with golden: TrainingGolden) throws {
    #expect(close(losses.reconstruction, try golden.loss("mse_loss")))
    let inner = try ["inner_mse_loss_4", "inner_mse_loss_11"].map { try golden.loss($0) }
    #expect(zip(losses.inner, inner).allSatisfy { close($0, $1) })
    let sparsity = try golden.loss("l1_loss") + (try golden.loss("l0_loss"))
    #expect(close(losses.sparsity, sparsity))
    let auxiliary =
      try golden.loss("auxiliary_reconstruction_loss") + (try golden.loss("pre_act_loss"))
    #expect(close(losses.auxiliary, auxiliary))
    #expect(close(losses.total, try golden.total()))
  }

  private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-4 * max(1, abs(b)) }
}

extension AutoencoderGradients {
  /// All gradients, the encoder's and decoder's with their zero rows.
  fileprivate var all: AutoencoderParameters {
    var all = small
    all.encoder = encoder.dense
    all.decoder = decoder.dense
    return all
  }
}

extension AutoencoderTrainer {
  /// This trainer with a kernel whose estimate reaches the thresholds alone.
  fileprivate func keepingEstimateFromInput() -> AutoencoderTrainer {
    var configuration = configuration
    configuration.passesEstimateToInput = false
    var trainer = AutoencoderTrainer(
      configuration: configuration, inputScale: inputScale, outputScale: outputScale,
      parameters: parameters)
    trainer.activity = activity
    trainer.progress = progress
    return trainer
  }
}
