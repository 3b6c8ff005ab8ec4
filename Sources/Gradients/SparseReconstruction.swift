public import Tensors

/// Returns how far what sparse codes stand for is from a target, and its pullback.
///
///     error[b, d]   = Σ_f code[b, f] · weight[f, d] + bias[d] - target[b, d]
///     value         = 1/batch · Σ_b Σ_d error[b, d]²
///     dCode[b, f]   = s · Σ_d error[b, d] · weight[f, d], for the entries of the code
///     dWeight[f, d] = s · Σ_b code[b, f] · error[b, d], for the features that are on
///     dBias[d]      = s · Σ_b error[b, d],        where s = dvalue · 2/batch
///
/// It is `sparseDecode` and `meanSquaredError` in one: the entries' part of the gradient is taken
/// while the rows of the weight that made a prediction are still at hand. The target is a constant.
///
/// - Parameters:
///   - code: Shape `[batch, feature]`, with at least one row.
///   - weight: Shape `[feature, output]`.
///   - bias: Shape `[1, output]`.
///   - target: Shape `[batch, output]`.
/// - Returns: The mean over rows of the squared error, the error itself, and a function from the
///   gradient of the value to those of the code, weight and bias.
public func sparseReconstruction(
  _ code: SparseCode, weight: Matrix, bias: Matrix, target: Matrix
) -> (value: Double, error: Matrix, pullback: (Float) -> DecodeGradient) {
  precondition(
    code.featureCount == weight.rows && bias.columns == weight.columns
      && target.columns == weight.columns && target.rows == code.rows && target.rows > 0,
    """
    sparseReconstruction: [\(code.rows), \(code.featureCount)] by \
    [\(weight.rows), \(weight.columns)] against [\(target.rows), \(target.columns)]
    """)
  let rows = code.entryRows
  guard !rows.fillsTiles else {
    return reconstructionInTiles(
      code, rows: rows, weight: weight, bias: bias, target: target)
  }
  var error = Matrix(uninitializedRows: target.rows, columns: target.columns)
  var slopes = Matrix(uninitializedRows: code.rows, columns: code.largestRowCount)
  fillByRows(&error, &slopes, code: code, weight: weight, bias: bias, target: target)
  return (
    squaredNorm(of: error) / Double(target.rows),
    error,
    { [error, slopes] dvalue in
      let scale = 2 * dvalue / Float(error.rows)
      var bias = columnSums(of: error)
      bias.scale(by: scale)
      return DecodeGradient(
        code: code.replacingValues(code.entries(of: slopes, scale: scale)),
        weight: code.replacingValues(code.values.map { scale * $0 }).transposedProduct(error),
        bias: bias)
    }
  )
}

/// The error and the entries' slopes row by row: right where a row has few entries.
private func fillByRows(
  _ error: inout Matrix, _ slopes: inout Matrix, code: SparseCode, weight: Matrix, bias: Matrix,
  target: Matrix
) {
  forEachRow(&error, &slopes) { index, error, slopes in
    let entries = code.offsets[index]..<code.offsets[index + 1]
    let features = code.indices.span.extracting(entries)
    let (bias, target) = (bias[row: 0], target[row: index])
    for i in error.indices { error[i] = bias[i] - target[i] }
    addRows(features, of: weight, scales: code.values.span.extracting(entries), to: &error)
    for place in features.indices {
      slopes[place] = dot(error.span, weight[row: Int(features[place])])
    }
  }
}

/// The same for codes with hundreds of entries in a row: a tile of the weight, once in the cache of a
/// core, serves many rows.
private func reconstructionInTiles(
  _ code: SparseCode, rows: RowEntries, weight: Matrix, bias: Matrix, target: Matrix
) -> (value: Double, error: Matrix, pullback: (Float) -> DecodeGradient) {
  var error = Matrix(uninitializedRows: target.rows, columns: target.columns)
  let blocks = rows.blocks
  error.forEachBlock(
    blocks.map { MatrixBlock(rows: $0, columns: 0..<target.columns) }
  ) { index, block in
    for (place, row) in blocks[index].enumerated() {
      var sum = block[mutableRow: place]
      let (bias, target) = (bias[row: 0], target[row: row])
      for i in sum.indices { sum[i] = bias[i] - target[i] }
    }
    rows.addProduct(of: blocks[index], values: code.values.span, by: weight, to: &block)
  }
  return (
    squaredNorm(of: error) / Double(target.rows),
    error,
    { [error] dvalue in
      var slope = error
      slope.scale(by: 2 * dvalue / Float(error.rows))
      let pieces = blocks.map { code.offsets[$0.lowerBound]..<code.offsets[$0.upperBound] }
      let products = parallelArray(count: code.indices.count, pieces: pieces) {
        [slope] index, piece in
        for i in piece.indices { piece[i] = 0 }
        rows.addScalarProducts(
          of: slope.rows(blocks[index]), with: weight, rows: blocks[index], to: &piece)
      }
      return DecodeGradient(
        code: code.replacingValues(products), weight: code.transposedProduct(slope),
        bias: columnSums(of: slope))
    }
  )
}

extension SparseCode {
  /// How many entries the row with the most of them has.
  fileprivate var largestRowCount: Int {
    (0..<rows).reduce(0) { max($0, offsets[$1 + 1] - offsets[$1]) }
  }

  /// One value an entry, from a matrix that has a row's values side by side.
  fileprivate func entries(of matrix: Matrix, scale: Float) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(indices.count)
    for row in 0..<rows {
      let source = matrix[row: row]
      for place in 0..<offsets[row + 1] - offsets[row] { values.append(scale * source[place]) }
    }
    return values
  }
}
