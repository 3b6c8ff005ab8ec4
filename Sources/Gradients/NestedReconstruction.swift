public import Tensors

/// Returns how far nested parts of sparse codes are from a target, and their pullback.
///
/// With widths *w₀ < w₁ < … < F*, part *m* is made of the features before *w_m* alone:
///
///     error_m[b, d] = Σ_{f < w_m} code[b, f] · weight[f, d] + bias[d] - target[b, d]
///     value_m       = 1/batch · Σ_b Σ_d error_m[b, d]²
///     dCode[b, f]   = s · Σ_d slope[b, f, d] · weight[f, d]
///     dWeight[f, d] = s · Σ_b code[b, f] · slope[b, f, d]
///     dBias[d]      = s · Σ_m Σ_b error_m[b, d],       where s = dvalue · 2/batch
///
/// and *slope[b, f]* is the sum of the errors of the parts that feature *f* is in. Without widths it
/// is `sparseReconstruction`.
///
/// - Parameters:
///   - code: Shape `[batch, feature]`, with at least one row.
///   - weight: Shape `[feature, output]`.
///   - bias: Shape `[1, output]`.
///   - target: Shape `[batch, output]`.
///   - widths: How many features the inner parts have, ascending, each less than all.
/// - Returns: The mean squared error of every part, that of the whole last; the error of the whole;
///   the sum of all parts' errors; and a function from the gradient of the values' sum to those of
///   the code, weight and bias.
///
/// Source: Bussmann et al. 2025, <https://arxiv.org/abs/2503.17547>.
public func nestedReconstruction(
  _ code: SparseCode, weight: Matrix, bias: Matrix, target: Matrix, widths: [Int]
) -> (
  values: [Double], error: Matrix, errorSlope: Matrix, pullback: (Float) -> DecodeGradient
) {
  guard !widths.isEmpty else {
    let (value, error, pullback) = sparseReconstruction(
      code, weight: weight, bias: bias, target: target)
    return ([value], error, error, pullback)
  }
  precondition(
    zip(widths, widths.dropFirst()).allSatisfy { $0 < $1 } && widths[0] > 0
      && widths[widths.count - 1] < code.featureCount,
    "nestedReconstruction: widths \(widths) of \(code.featureCount)")
  let parts = code.parts(widths: widths)
  let errors = nestedErrors(parts, weight: weight, bias: bias, target: target)
  let values = errors.map { squaredNorm(of: $0) / Double(target.rows) }
  // What lies on the first part acts on all: sums from the last part back.
  var slopes = errors
  for index in slopes.indices.dropLast().reversed() { slopes[index] += slopes[index + 1] }
  return (
    values, errors[errors.count - 1], slopes[0],
    { [slopes] dvalue in
      nestedGradient(
        code, parts: parts, weight: weight, slopes: slopes,
        scale: 2 * dvalue / Float(target.rows))
    }
  )
}

/// The error of every part: each starts from the one before.
private func nestedErrors(
  _ parts: [SparseCode], weight: Matrix, bias: Matrix, target: Matrix
) -> [Matrix] {
  var errors: [Matrix] = []
  for part in parts {
    var error = errors.last ?? target
    let isFirst = errors.isEmpty
    error.forEachRow { index, row in
      if isFirst {
        let bias = bias[row: 0]
        for i in row.indices { row[i] = bias[i] - row[i] }
      }
      let entries = part.offsets[index]..<part.offsets[index + 1]
      addRows(
        part.indices.span.extracting(entries), of: weight,
        scales: part.values.span.extracting(entries), to: &row)
    }
    errors.append(error)
  }
  return errors
}

private func nestedGradient(
  _ code: SparseCode, parts: [SparseCode], weight: Matrix, slopes: [Matrix], scale: Float
) -> DecodeGradient {
  var bias = columnSums(of: slopes[0])
  bias.scale(by: scale)
  var weightGradient: RowGradient?
  var entries = [Float](repeating: 0, count: code.indices.count)
  var places = code.offsets
  for (part, slope) in zip(parts, slopes) {
    let scaled = part.replacingValues(part.values.map { scale * $0 }).transposedProduct(slope)
    weightGradient = weightGradient.map { $0 + scaled } ?? scaled
    let gradients = entryGradient(of: part, weight: weight, dvalue: slope)
    for row in 0..<part.rows {
      for entry in part.offsets[row]..<part.offsets[row + 1] {
        entries[places[row]] = scale * gradients.values[entry]
        places[row] += 1
      }
    }
  }
  return DecodeGradient(
    code: code.replacingValues(entries),
    weight: weightGradient ?? RowGradient(rowCount: weight.rows, rows: [], matrix: bias),
    bias: bias)
}

extension SparseCode {
  /// This code cut into one for the features before each width, and one for the rest.
  fileprivate func parts(widths: [Int]) -> [SparseCode] {
    let bounds = [0] + widths + [featureCount]
    return zip(bounds, bounds.dropFirst()).map { from, to in
      var part = SparseCode(featureCount: featureCount)
      for row in 0..<rows {
        for entry in offsets[row]..<offsets[row + 1]
        where Int(indices[entry]) >= from && Int(indices[entry]) < to {
          part.append(feature: indices[entry], value: values[entry])
        }
        part.endRow()
      }
      return part
    }
  }
}
