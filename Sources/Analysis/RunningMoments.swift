/// The mean, variance, share of non-zeros and largest value of columns, taken in row by row.
///
///     mean[c] ← mean[c] + (x[c] − mean[c]) / n
///     squaredDeviations[c] ← squaredDeviations[c] + (x[c] − old mean[c]) · (x[c] − new mean[c])
///
/// In double precision; a mean far from zero costs no digits of the variance, whatever the order of
/// the rows.
///
/// Source: Welford 1962, "Note on a method for calculating corrected sums of squares and products".
struct RunningMoments: Sendable {
  private(set) var count = 0
  private(set) var means: [Double]
  private(set) var squaredDeviations: [Double]
  private(set) var nonzeros: [Int32]
  private(set) var maxima: [Float]

  init(width: Int) {
    means = [Double](repeating: 0, count: width)
    squaredDeviations = means
    nonzeros = [Int32](repeating: 0, count: width)
    maxima = [Float](repeating: -.infinity, count: width)
  }

  /// Takes in a row, shape `[column]`.
  mutating func add(_ row: Span<Float>) {
    precondition(row.count == means.count, "RunningMoments: \(row.count) of \(means.count) columns")
    count += 1
    update(&means, &squaredDeviations, by: row, share: 1 / Double(count))
    update(&nonzeros, &maxima, by: row)
  }

  /// The share of rows in which a column is not zero; NaN without rows.
  func density(_ column: Int) -> Double { Double(nonzeros[column]) / Double(count) }
}

private func update(
  _ means: inout [Double], _ squaredDeviations: inout [Double], by row: Span<Float>, share: Double
) {
  var means = means.mutableSpan
  var squares = squaredDeviations.mutableSpan
  precondition(means.count == row.count && squares.count == row.count)
  for i in row.indices {
    let value = Double(row[i])
    let change = value - means[i]
    let mean = means[i] + change * share
    means[i] = mean
    squares[i] += change * (value - mean)
  }
}

private func update(_ nonzeros: inout [Int32], _ maxima: inout [Float], by row: Span<Float>) {
  var nonzeros = nonzeros.mutableSpan
  var maxima = maxima.mutableSpan
  precondition(nonzeros.count == row.count && maxima.count == row.count)
  for i in row.indices {
    let value = row[i]
    let maximum = maxima[i]
    nonzeros[i] &+= value != 0 ? 1 : 0
    maxima[i] = value > maximum ? value : maximum
  }
}
