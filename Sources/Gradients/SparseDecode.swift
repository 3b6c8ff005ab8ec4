public import Tensors

/// Returns the vectors that sparse codes stand for, and its pullback.
///
///     value[b, d]   = Σ_f code[b, f] · weight[f, d] + bias[d]
///     dCode[b, f]   = Σ_d dvalue[b, d] · weight[f, d], for the entries of the code
///     dWeight[f, d] = Σ_b code[b, f] · dvalue[b, d], for the features that are on
///     dBias[d]      = Σ_b dvalue[b, d]
///
/// Each sum is taken in one order, whatever the number of threads.
///
/// - Parameters:
///   - code: Shape `[batch, feature]`.
///   - weight: Shape `[feature, output]`.
///   - bias: Shape `[1, output]`; nil adds none.
/// - Returns: The vectors, shape `[batch, output]`, and a function from their gradient to those of
///   the three arguments.
public func sparseDecode(
  _ code: SparseCode, weight: Matrix, bias: Matrix? = nil
) -> (value: Matrix, pullback: (Matrix) -> DecodeGradient) {
  precondition(
    code.featureCount == weight.rows && (bias?.columns ?? weight.columns) == weight.columns,
    "sparseDecode: \(code.featureCount) features by [\(weight.rows), \(weight.columns)]")
  var value = Matrix(rows: code.rows, columns: weight.columns)
  value.forEachRow { index, row in
    start(&row, from: bias)
    let entries = code.offsets[index]..<code.offsets[index + 1]
    addRows(
      code.indices.span.extracting(entries), of: weight,
      scales: code.values.span.extracting(entries), to: &row)
  }
  return (
    value,
    { dvalue in
      DecodeGradient(
        code: entryGradient(of: code, weight: weight, dvalue: dvalue),
        weight: code.transposedProduct(dvalue), bias: columnSums(of: dvalue))
    }
  )
}

/// The gradients of the arguments of `sparseDecode`.
public struct DecodeGradient: Sendable {
  /// The gradient of the code's entries.
  public let code: SparseCode

  /// Shape `[feature, output]`, for the features that were on.
  public let weight: RowGradient

  /// Shape `[1, output]`.
  public let bias: Matrix
}

/// Fills a row before it is added to: memory that is written first is mapped only once.
private func start(_ row: inout MutableSpan<Float>, from bias: Matrix?) {
  guard let bias else {
    for i in row.indices { row[i] = 0 }
    return
  }
  let source = bias[row: 0]
  for i in row.indices { row[i] = source[i] }
}

/// The gradient of the entries of a code that was decoded: `Σ_d dvalue[b, d] · weight[f, d]`.
func entryGradient(of code: SparseCode, weight: Matrix, dvalue: Matrix) -> SparseCode {
  let pieces = parallelMap(code.rows, grain: 64) { rows in
    var gradients: [Float] = []
    for index in rows {
      for entry in code.offsets[index]..<code.offsets[index + 1] {
        gradients.append(dot(dvalue[row: index], weight[row: Int(code.indices[entry])]))
      }
    }
    return gradients
  }
  return code.replacingValues(pieces.flatMap { $0 })
}
