import Synchronization
import Tensors

/// Rewrites each head's factors so that they come from the singular values of their products.
///
///     W_Q W_Kᵀ = U S Vᵀ:  W_Q' = U √S,  W_K' = V √S     (biases as the last row of W_Q and W_K)
///     W_V W_O  = U S Vᵀ:  W_V' = U S,   W_O' = Vᵀ       (value biases folded first)
///
/// Scores, patterns and results stay as they were. The singular vectors' signs are not determined:
/// an element of a head's query and key, or value and z, may come out negated.
///
/// - Parameters:
///   - configuration: The model's.
///   - weights: Its weights.
/// - Returns: A model of the same function.
/// - Throws: `TransformerError` with code `.unusableProcessing` where queries are rotated before
///   they meet keys, where several heads share keys, or where weights are not finite.
///
/// Source: `refactor_factored_attn_matrices` of TransformerLens.
func refactoringAttention(
  _ configuration: TransformerConfiguration, _ weights: consuming TransformerWeights
) throws(TransformerError) -> (TransformerConfiguration, TransformerWeights) {
  if case .rotary = configuration.positions {
    throw unusable("scores of a rotary model depend on the distance, not on W_Q W_Kᵀ alone")
  }
  guard configuration.keyValueHeadCount == configuration.headCount else {
    throw unusable("\(configuration.headCount) heads share \(configuration.keyValueHeadCount) keys")
  }
  var (_, refactored) = foldingValueBiases(configuration, weights)
  for layer in refactored.blocks.indices {
    try refactored.blocks[layer].refactorHeads(dHead: configuration.dHead, layer: layer)
  }
  return (configuration, refactored)
}

extension BlockWeights {
  fileprivate mutating func refactorHeads(dHead: Int, layer: Int) throws(TransformerError) {
    let factors = refactoredHeads(dHead: dHead)
    guard !factors.contains(where: { $0 == nil }) else {
      throw unusable("layer \(layer)'s attention weights are not finite")
    }
    let heads = factors.compactMap { $0 }
    query = Linear(rowsWithBias: Matrix(stacking: heads.map(\.query)))
    key = Linear(rowsWithBias: Matrix(stacking: heads.map(\.key)))
    value = Linear(weight: Matrix(stacking: heads.map(\.value)), layout: .outputInput)
    output = Linear(
      weight: Matrix(stacking: heads.map(\.output)), layout: .inputOutput, bias: output.bias)
  }

  /// The new factors of every head, several at once; nil for one whose weights are not finite.
  private func refactoredHeads(dHead: Int) -> [HeadFactors?] {
    let count = query.outputCount / dHead
    let heads = Mutex<[HeadFactors?]>(Array(repeating: nil, count: count))
    parallelFor(count) { range in
      for head in range {
        let factors = HeadFactors(of: self, columns: head * dHead..<(head + 1) * dHead)
        heads.withLock { $0[head] = factors }
      }
    }
    return heads.withLock { $0 }
  }
}

/// One head's factors, a row for each of its elements; queries' and keys' biases are the last column.
private struct HeadFactors: Sendable {
  let query: Matrix
  let key: Matrix
  let value: Matrix
  let output: Matrix

  init?(of block: BlockWeights, columns: Range<Int>) {
    let scores = FactoredMatrix(block.query.withBias(columns), block.key.withBias(columns))
    let results = FactoredMatrix(
      block.value.weights(ofOutputs: columns), block.output.weights(ofInputs: columns))
    guard let scores = scores.singular, let results = results.singular else { return nil }
    query = scores.left(scaledBy: .root)
    key = scores.right(scaledBy: .root)
    value = results.left(scaledBy: .whole)
    output = results.right(scaledBy: .none)
  }
}

extension Linear {
  /// Some outputs' weights, `[input, output]`.
  fileprivate func weights(ofOutputs range: Range<Int>) -> Matrix {
    layout == .inputOutput ? weight.columns(range) : weight.rows(range).transposed
  }

  /// Some inputs' weights, `[output, input]`.
  fileprivate func weights(ofInputs range: Range<Int>) -> Matrix {
    layout == .inputOutput ? weight.rows(range).transposed : weight.columns(range)
  }

  /// Some outputs' weights, and below them their biases, `[input + 1, output]`.
  fileprivate func withBias(_ range: Range<Int>) -> Matrix {
    Matrix(stacking: [
      weights(ofOutputs: range),
      bias?.columns(range) ?? Matrix(rows: 1, columns: range.count),
    ])
  }

  /// A layer of rows that hold an output's weights, and its bias behind them.
  fileprivate init(rowsWithBias rows: Matrix) {
    let inputCount = rows.columns - 1
    self.init(
      weight: rows.columns(0..<inputCount).contiguous, layout: .outputInput,
      bias: rows.columns(inputCount..<rows.columns).transposed)
  }
}

private func unusable(_ why: String) -> TransformerError {
  TransformerError(
    code: .unusableProcessing, message: "refactor_factored_attn_matrices: \(why)")
}
