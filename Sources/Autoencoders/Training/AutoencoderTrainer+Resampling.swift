import Gradients
import Tensors

extension AutoencoderTrainer {
  /// Gives dead features new directions every so many steps: those of rows that are explained badly.
  ///
  /// A row is drawn with a probability in proportion to the square of its loss. The feature's decoder
  /// row becomes the unit vector of what the row leaves unexplained at its start, its encoder row the
  /// same at a fifth of the mean norm of the living ones'; its bias and Adam's memory become zero.
  ///
  /// Source: Bricken et al. 2023, <https://transformer-circuits.pub/2023/monosemantic-features>,
  /// "Neuron Resampling".
  mutating func resampleIfDue(_ batch: ScaledBatch) throws(AutoencoderError) {
    let every = configuration.resampleEverySteps
    guard every > 0 && stepCount % every == 0 && configuration.transcoder == .none else { return }
    let dead = activity.dead(after: configuration.deadAfterRows).map { Int($0) }
    guard !dead.isEmpty else { return }
    let cumulative = cumulativeSquaredLosses(of: batch)
    guard let total = cumulative.last, total > 0, total.isFinite else { return }
    let norm = livingEncoderNorm(except: Set(dead))
    var random = SplittableRandom(seed: configuration.seed).split("resampling")
      .split(UInt64(stepCount))
    for feature in dead {
      let goal = Double(random.uniform()) * total
      let row = cumulative.firstIndex { $0 > goal } ?? cumulative.count - 1
      restart(feature, towards: batch.input[row: row], encoderNorm: 0.2 * norm)
    }
    activity.revive(dead)
  }

  private func cumulativeSquaredLosses(of batch: ScaledBatch) -> [Double] {
    let autoencoder = parameters.folded(
      configuration, inputScale: 1, outputScale: 1,
      batchThreshold: Float(progress.batchThreshold))
    var error = autoencoder.reconstruct(batch.input).reconstruction
    let target = batch.target
    error.forEachRow { index, row in add(target[row: index], scale: -1, to: &row) }
    var sum = 0.0
    return (0..<error.rows).map { index in
      let loss = squaredNorm(error[row: index])
      sum += loss * loss
      return sum
    }
  }

  private func livingEncoderNorm(except dead: Set<Int>) -> Float {
    let norms = (0..<parameters.encoder.rows).lazy.filter { !dead.contains($0) }
      .map { squaredNorm(parameters.encoder[row: $0]).squareRoot() }
    let (sum, count) = norms.reduce((0.0, 0)) { ($0.0 + $1, $0.1 + 1) }
    return count > 0 ? Float(sum / Double(count)) : 1
  }

  private mutating func restart(_ feature: Int, towards row: Span<Float>, encoderNorm: Float) {
    var direction = [Float](repeating: 0, count: row.count)
    for i in direction.indices { direction[i] = row[i] - parameters.decoderBias[0, i] }
    var unit = direction.mutableSpan
    normalize(&unit)
    let decoderNorm = configuration.unitNormDecoder ? 1 : configuration.decoderNorm
    parameters.decoder.setRows(
      feature..<feature + 1, to: Matrix(row: direction.map { decoderNorm * $0 }))
    parameters.encoder.setRows(
      feature..<feature + 1, to: Matrix(row: direction.map { encoderNorm * $0 }))
    parameters.encoderBias[0, feature] = 0
    forget(feature, in: &moments.first)
    forget(feature, in: &moments.second)
  }

  private func forget(_ feature: Int, in moments: inout AutoencoderParameters) {
    for path in [\AutoencoderParameters.encoder, \.decoder] {
      var row = moments[keyPath: path][mutableRow: feature]
      for i in row.indices { row[i] = 0 }
    }
    moments.encoderBias[0, feature] = 0
  }
}
