import Gradients
import Tensors

extension Pass {
  /// Adds what the entries of each feature came to: the gradients of biases, thresholds, scales and
  /// norms, and the penalties.
  mutating func add(
    _ sums: [FeatureSums], of parameters: AutoencoderParameters, subtractsDecoderBias: Bool
  ) {
    let preActivations = Matrix(row: sums.map { Float($0.preActivation) })
    let isGated = parameters.logScale.columns > 0
    gradients.small.encoderBias +=
      isGated ? Matrix(row: sums.map { Float($0.gateBias) }) : preActivations
    if isGated {
      gradients.small.magnitudeBias += Matrix(row: sums.map { Float($0.magnitudeBias) })
      gradients.small.logScale += Matrix(row: sums.map { Float($0.logScale) })
    }
    if parameters.threshold.columns > 0 {
      gradients.small.threshold += Matrix(row: sums.map { Float($0.threshold) })
    }
    if subtractsDecoderBias {
      // The bias is taken off the input too, which carries the pre-activations' gradient back.
      gradients.small.decoderBias += weightedRowSum(
        of: parameters.encoder, weights: sums.map { -Float($0.preActivation) })
    }
    let norms = sums.map(\.decoderNorm)
    if norms.contains(where: { $0 != 0 }) { gradients.addNormSlopes(norms, of: parameters) }
    losses.sparsity += sums.reduce(0) { $0 + $1.penalty }
    losses.auxiliary += sums.reduce(0) { $0 + $1.revival }
  }
}

/// Σ_f weights[f] · matrix[f, :], summed in parts that do not depend on the number of threads.
private func weightedRowSum(of matrix: Matrix, weights: [Float]) -> Matrix {
  let rows = (0..<matrix.rows).map(Int32.init)
  let parts = parallelMap(matrix.rows, grain: 1024) { range in
    var sum = Matrix(rows: 1, columns: matrix.columns)
    var target = sum[mutableRow: 0]
    addRows(
      rows.span.extracting(range), of: matrix, scales: weights.span.extracting(range), to: &target)
    return sum
  }
  return parts.reduce(into: Matrix(rows: 1, columns: matrix.columns)) { $0 += $1 }
}
