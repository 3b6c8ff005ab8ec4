public import Tensors

/// Returns the features that a selector chooses of given pre-activations, and its pullback.
///
///     value[b, f]           = preActivations[b, f] where chosen, else 0
///     dPreActivations[b, f] = dvalue[b, f] where value[b, f] ≠ 0, else 0
///
/// - Parameters:
///   - preActivations: Shape `[batch, feature]`.
///   - selector: What chooses, such as `TopKSelector`.
/// - Returns: The code, and a function from the gradient of its entries to that of the
///   pre-activations, sparse alike.
public func selected(
  _ preActivations: Matrix, by selector: some RowSelector
) -> (value: SparseCode, pullback: (SparseCode) -> SparseCode) {
  let pieces = parallelMap(preActivations.rows, grain: 64) { rows in
    var selector = selector
    var piece = SparseCode(featureCount: preActivations.columns)
    for row in rows {
      selector.select(preActivations[row: row], into: &piece)
      piece.endRow()
    }
    return piece
  }
  var code = SparseCode(featureCount: preActivations.columns)
  for piece in pieces { code.append(contentsOf: piece) }
  return (code, { [code] in code.maskingGradient($0) })
}

extension SparseCode {
  /// The gradient of the pre-activations of this code's entries: zero where a value is zero.
  func maskingGradient(_ gradient: SparseCode) -> SparseCode {
    precondition(
      gradient.indices.count == indices.count,
      "SparseCode: a gradient of \(gradient.indices.count) entries for \(indices.count)")
    var masked = gradient.values
    for i in masked.indices where values[i] == 0 { masked[i] = 0 }
    return gradient.replacingValues(masked)
  }
}
