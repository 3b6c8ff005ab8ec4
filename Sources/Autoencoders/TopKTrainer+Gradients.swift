import Gradients
import Tensors

extension TopKTrainer {
  /// What a batch says: its losses and the gradients of them.
  struct Pass {
    var loss: Double
    var auxiliaryLoss: Double
    var variance: Double
    var code: SparseCode
    var gradients: AutoencoderGradients
  }

  /// The losses of a batch, and the gradients of their sum.
  func gradients(of batch: Matrix) -> Pass {
    var target = batch
    target.scale(by: inputScale.value)
    var centered = target
    centered.forEachRow { _, row in add(parameters.decoderBias[row: 0], scale: -1, to: &row) }
    let dead = configuration.auxiliaryCoefficient > 0 ? deadFeatures : []
    let (codes, encodePullback) = sparseEncode(
      centered, weight: parameters.encoder, bias: parameters.encoderBias,
      selecting: selectors(dead: dead))
    let (loss, error, decodePullback) = sparseReconstruction(
      codes[0], weight: parameters.decoder, bias: parameters.decoderBias, target: target)
    let decoding = decodePullback(1)

    var decoderGradient = decoding.weight
    var codeGradients = [decoding.code]
    var auxiliaryLoss = 0.0
    if !dead.isEmpty {
      let revival = reviving(codes[1], error: error, dead: dead.count)
      auxiliaryLoss = revival.loss
      decoderGradient = decoderGradient + revival.gradient.weight
      codeGradients.append(revival.gradient.code)
    }
    let encoding = encodePullback(codeGradients)
    var gradients = AutoencoderGradients(
      encoder: encoding.weight, encoderBias: encoding.bias, decoder: decoderGradient,
      decoderBias: decoding.bias)
    // The bias is taken off the input too, which carries the pre-activations' gradient back.
    gradients.decoderBias.addProduct(encoding.bias, parameters.encoder, scale: -1)
    return Pass(
      loss: loss, auxiliaryLoss: auxiliaryLoss, variance: variance(of: target), code: codes[0],
      gradients: gradients)
  }

  private var deadFeatures: [Int32] { activity.dead(after: configuration.deadAfterRows) }

  private var auxiliaryK: Int {
    configuration.auxiliaryK ?? max(1, parameters.decoder.columns / 2)
  }

  private func selectors(dead: [Int32]) -> [any RowSelector] {
    let main = TopKSelector(k: configuration.k)
    guard !dead.isEmpty else { return [main] }
    // Without the negative ones, a feature that is off everywhere would never come back.
    return [main, TopKSelector(k: auxiliaryK, among: dead, keepsNegative: true)]
  }

  /// The loss of what dead features make of the error, and its gradients.
  ///
  /// The error, prediction less target, is a constant here. Where fewer features are dead than could
  /// be used, the loss counts for less in proportion, as in SAELens.
  private func reviving(
    _ code: SparseCode, error: Matrix, dead: Int
  ) -> (loss: Double, gradient: DecodeGradient) {
    var missing = error
    missing.scale(by: -1)
    let (loss, _, pullback) = sparseReconstruction(
      code, weight: parameters.decoder, bias: Matrix(rows: 1, columns: error.columns),
      target: missing)
    let weight =
      configuration.auxiliaryCoefficient * min(1, Float(dead) / Float(auxiliaryK))
    return (Double(weight) * loss, pullback(weight))
  }

  /// The mean over rows of the squared distance to their mean.
  private func variance(of rows: Matrix) -> Double {
    let count = Double(rows.rows)
    return (squaredNorm(of: rows) - squaredNorm(of: columnSums(of: rows)) / count) / count
  }
}
