import Gradients
import Tensors

/// The gradients of the arguments of `tokenLosses`.
struct TokenLossGradient {
  /// Shaped like the rows.
  var x: Matrix
  /// Shaped like the stored weight; empty where it was not wanted.
  var weight: Matrix
  /// Shape `[1, dVocab]`; empty where it was not wanted.
  var bias: Matrix
}

/// The cross-entropy of each row's logits with its target, and the pullback.
///
///     value[p] = crossEntropy(unembedding(x[p, :]), target[p])
///
/// The logits exist for a block of rows at a time; the pullback computes them again. So memory
/// never holds `[position, dVocab]`.
///
/// - Parameters:
///   - x: What the unembedding reads, shape `[position, dModel]`.
///   - unembedding: dModel → dVocab.
///   - targets: The token that each row is to predict.
/// - Returns: The losses, shape `[position, 1]`, and a function from their gradient to those of
///   the rows and, if so asked, of the unembedding's weight and bias.
func tokenLosses(
  _ x: Matrix, unembedding: Linear, targets: [Int]
) -> (value: Matrix, pullback: (_ dvalue: Matrix, _ wantsWeights: Bool) -> TokenLossGradient) {
  let blocks = stride(from: 0, to: x.rows, by: blockRows).map { $0..<min($0 + blockRows, x.rows) }
  let value = Matrix(
    stacking: blocks.map { block in
      crossEntropy(unembedding(x.rows(block)).value, targets: Array(targets[block])).value
    })
  return (
    value,
    { dvalue, wantsWeights in
      var gradient = TokenLossGradient(
        x: Matrix(rows: x.rows, columns: x.columns),
        weight: Matrix(
          rows: wantsWeights ? unembedding.weight.rows : 0, columns: unembedding.weight.columns),
        bias: Matrix(rows: 1, columns: wantsWeights ? unembedding.outputCount : 0))
      for block in blocks {
        let (logits, pullback) = unembedding(x.rows(block))
        let (_, dlosses) = crossEntropy(logits, targets: Array(targets[block]))
        let dlogits = dlosses(dvalue.rows(block))
        gradient.x.setRows(block, to: pullback.x(dlogits))
        if wantsWeights {
          gradient.weight += pullback.weight(dlogits)
          gradient.bias += pullback.bias(dlogits)
        }
      }
      return gradient
    }
  )
}

/// How many rows have their logits in memory together.
private let blockRows = 256
