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
  var error = Matrix(uninitializedRows: target.rows, columns: target.columns)
  var slopes = Matrix(uninitializedRows: code.rows, columns: code.largestRowCount)
  if code.indices.count > fewEntries * code.rows {
    fillInTiles(&error, &slopes, code: code, weight: weight, bias: bias, target: target)
  } else {
    fillByRows(&error, &slopes, code: code, weight: weight, bias: bias, target: target)
  }
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

/// Up to how many entries a row has for its part of the weight to stay in the cache.
private let fewEntries = 128

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

/// The same for codes with hundreds of entries in a row, block by block of rows and tile by tile of
/// features: a tile of the weight, once read from memory, serves all rows of a block.
private func fillInTiles(
  _ error: inout Matrix, _ slopes: inout Matrix, code: SparseCode, weight: Matrix, bias: Matrix,
  target: Matrix
) {
  let starts = stride(from: 0, to: code.rows, by: blockRows)
  let blocks = starts.map { start in
    let rows = start..<min(start + blockRows, code.rows)
    return (
      a: MatrixBlock(rows: rows, columns: 0..<error.columns),
      b: MatrixBlock(rows: rows, columns: 0..<slopes.columns),
      c: MatrixBlock(rows: 0..<0, columns: 0..<0)
    )
  }
  var none = Matrix(rows: 0, columns: 0)
  forEachBlock(&error, &slopes, &none, blocks: blocks) { index, error, slopes, _ in
    let first = blocks[index].a.rows.lowerBound
    for row in 0..<error.rows {
      var sum = error[mutableRow: row]
      let (bias, target) = (bias[row: 0], target[row: first + row])
      for i in sum.indices { sum[i] = bias[i] - target[i] }
    }
    code.forEachTile(ofRows: first..<first + error.rows, features: tileFeatures) { row, entries in
      var sum = error[mutableRow: row - first]
      addRows(
        code.indices.span.extracting(entries), of: weight,
        scales: code.values.span.extracting(entries), to: &sum)
    }
    code.forEachTile(ofRows: first..<first + error.rows, features: tileFeatures) { row, entries in
      var target = slopes[mutableRow: row - first]
      let (error, start) = (error[row: row - first], code.offsets[row])
      for entry in entries {
        target[entry - start] = dot(error, weight[row: Int(code.indices[entry])])
      }
    }
  }
}

/// How many rows share a tile of the weight.
private let blockRows = 512

/// How many features make a tile.
private let tileFeatures = 1024

extension SparseCode {
  /// Visits the entries of some rows, tile by tile of features and in each row by row.
  fileprivate func forEachTile(
    ofRows rows: Range<Int>, features count: Int,
    _ body: (_ row: Int, _ entries: Range<Int>) -> Void
  ) {
    var places = rows.map { offsets[$0] }
    for end in stride(from: count, to: featureCount + count, by: count) {
      for row in rows {
        let start = places[row - rows.lowerBound]
        var place = start
        while place < offsets[row + 1] && Int(indices[place]) < end { place += 1 }
        guard place > start else { continue }
        places[row - rows.lowerBound] = place
        body(row, start..<place)
      }
    }
  }

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
