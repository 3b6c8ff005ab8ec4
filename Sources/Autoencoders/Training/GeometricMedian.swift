public import Tensors

/// The point whose distances to the rows of a sample add up to the least.
///
/// Weiszfeld's iteration from the mean, in double precision: each round is the mean of the rows
/// weighted by the reciprocals of their distances, which are held above 1e-9 of the mean distance.
/// It ends when the point moves by less than 1e-7 of the mean distance.
///
/// - Parameters:
///   - sample: Shape `[row, coordinate]`, with at least one row.
///   - rounds: The most rounds taken.
/// - Returns: The point, shape `[1, coordinate]`.
///
/// Source: Weiszfeld 1937, "Sur le point pour lequel la somme des distances de *n* points donnés
/// est minimum".
public func geometricMedian(of sample: Matrix, rounds: Int = 100) -> Matrix {
  precondition(sample.rows > 0, "geometricMedian: no rows")
  var point = mean(of: sample)
  for _ in 0..<rounds {
    let distances = (0..<sample.rows).map { distance(sample[row: $0], point) }
    let scale = distances.reduce(0, +) / Double(distances.count)
    guard scale > 0 else { break }
    let weights = distances.map { 1 / max($0, 1e-9 * scale) }
    let next = weightedMean(of: sample, weights: weights)
    let moved = zip(next, point).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    point = next
    if moved.squareRoot() < 1e-7 * scale { break }
  }
  return Matrix(row: point.map(Float.init))
}

private func mean(of sample: Matrix) -> [Double] {
  weightedMean(of: sample, weights: [Double](repeating: 1, count: sample.rows))
}

private func distance(_ row: Span<Float>, _ point: [Double]) -> Double {
  var sum = 0.0
  for i in row.indices { sum += (Double(row[i]) - point[i]) * (Double(row[i]) - point[i]) }
  return sum.squareRoot()
}

private func weightedMean(of sample: Matrix, weights: [Double]) -> [Double] {
  var sums = [Double](repeating: 0, count: sample.columns)
  for index in 0..<sample.rows {
    let (row, weight) = (sample[row: index], weights[index])
    for i in row.indices { sums[i] += weight * Double(row[i]) }
  }
  let total = weights.reduce(0, +)
  return sums.map { $0 / total }
}
