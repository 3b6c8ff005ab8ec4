import CNumerics
public import Tensors

/// Returns the cross-entropy of each row of logits with its target, and its pullback.
///
///     value[p]      = log Σ_v exp(logits[p, v]) − logits[p, target[p]]
///     dLogits[p, v] = dvalue[p] · (softmax(logits[p, :])[v] − (v = target[p]))
///
/// The sum of exponentials is taken in double precision.
///
/// - Parameters:
///   - logits: Shape `[position, dVocab]`.
///   - targets: The index of each row's target.
/// - Returns: The losses, shape `[position, 1]`, and a function from their gradient to that of the
///   logits.
public func crossEntropy(
  _ logits: Matrix, targets: [Int]
) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
  precondition(
    targets.count == logits.rows, "crossEntropy: \(targets.count) targets of \(logits.rows) rows")
  var value = Matrix(rows: logits.rows, columns: 1)
  value.forEachRow(grain: 1) { index, row in
    let logit = logits[row: index]
    row[0] = Float(logSumExp(logit) - Double(logit[targets[index]]))
  }
  return (
    value,
    { dvalue in
      var gradient = logits
      gradient.forEachRow(grain: 1) { index, row in
        let scale = dvalue[row: index][0]
        applySoftmax(to: &row, first: row.count)
        for i in row.indices { row[i] *= scale }
        row[targets[index]] -= scale
      }
      return gradient
    }
  )
}
