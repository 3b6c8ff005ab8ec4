import Tensors

/// How the columns of a k-sparse probe are chosen.
///
/// Source: Gurnee et al. 2023, "Finding Neurons in a Haystack: Case Studies with Sparse Probing".
public enum ColumnSelector: String, CaseIterable, Codable, Sendable {
  /// The largest difference of the class means.
  case meanDifference = "mean-difference"

  /// The largest F statistic of an analysis of variance.
  case fStatistic = "f-statistic"

  /// The most mutual information with the label, in sixteen bins.
  case mutualInformation = "mutual-information"

  /// The largest coefficients, in units of the columns' deviations, of an L1 probe that has enough.
  case l1

  /// The largest coefficients of ever smaller L2 probes: each keeps the better half of the last.
  case adaptive

  /// One column after the other: that which the probe on those before it asks for most.
  case forward

  /// Chooses columns.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  ///   - regression: What is fitted to the chosen columns.
  /// - Returns: The columns, the best first; fewer where fewer say anything.
  /// - Throws: `ProbeError` for labels of another count or of one class only.
  public func columns(
    _ count: Int, of rows: PreparedRows, labels: [Bool], for regression: LogisticRegression
  ) throws(ProbeError) -> [Int] {
    try requireLabels(labels, rowCount: rows.rowCount)
    switch self {
    case .meanDifference: return best(count, try meanDifferences(rows, labels).map(abs))
    case .fStatistic: return best(count, try fStatistics(rows, labels))
    case .mutualInformation: return best(count, try information(rows, labels))
    case .l1: return best(count, try l1Strengths(count, rows, labels))
    case .adaptive: return try halved(to: count, rows, labels, regression)
    case .forward: return try grown(to: count, rows, labels, regression)
    }
  }
}

/// The places of the largest values above zero, the largest first.
private func best(_ count: Int, _ values: [Double]) -> [Int] {
  let order = values.indices.filter { values[$0] > 0 }
    .sorted { (values[$1], $0) < (values[$0], $1) }
  return Array(order.prefix(count))
}

private func meanDifferences(
  _ rows: PreparedRows, _ labels: [Bool]
) throws(ProbeError) -> [Double] {
  let positives = Double(labels.count { $0 })
  let negatives = Double(labels.count) - positives
  return try rows.design.weightedColumnSums(labels.map { $0 ? 1 / positives : -1 / negatives })
}

/// F = (n₁ n₀ / n) (mean₁ − mean₀)² / pooled variance.
private func fStatistics(_ rows: PreparedRows, _ labels: [Bool]) throws(ProbeError) -> [Double] {
  let positives = Double(labels.count { $0 })
  let negatives = Double(labels.count) - positives
  let differences = try meanDifferences(rows, labels)
  // Total = within + between, which saves a pass.
  let between = differences.map { $0 * $0 * positives * negatives / (positives + negatives) }
  return between.indices.map { index in
    let within = max(rows.spreads[index] * rows.spreads[index] - between[index], 0)
    let variance = within / (positives + negatives - 2)
    return between[index] > 0 ? between[index] / max(variance, 1e-300) : 0
  }
}

private func information(_ rows: PreparedRows, _ labels: [Bool]) throws(ProbeError) -> [Double] {
  var result: [Double] = []
  for start in stride(from: 0, to: rows.columnCount, by: 256) {
    let range = start..<min(start + 256, rows.columnCount)
    let values = try rows.design.gatheredColumns(Array(range))
    result += parallelMap(values.count, grain: 4) { part in
      part.map { ValueRuns(values[$0], labels: labels).mutualInformation() }
    }.flatMap { $0 }
  }
  return result
}

/// The coefficients, in deviations, of the sparsest L1 probe on a path that has enough.
private func l1Strengths(
  _ count: Int, _ rows: PreparedRows, _ labels: [Bool]
) throws(ProbeError) -> [Double] {
  var regression = LogisticRegression(penalty: .l1)
  regression.standardizes = true
  regression.tolerance = 1e-4
  regression.C = try regression.largestIdleC(rows, labels: labels)
  let deviations = try rows.deviations([Double](repeating: 1, count: rows.rowCount))
  var fit: LogisticFit?
  for _ in 0..<40 {
    regression.C *= 1.3
    fit = try regression.fit(rows, labels: labels, startingAt: fit)
    if fit?.coefficients.count(where: { $0 != 0 }) ?? 0 >= count { break }
  }
  return zip(fit?.coefficients ?? [], deviations).map { abs($0) * $1 }
}

private func halved(
  to count: Int, _ rows: PreparedRows, _ labels: [Bool], _ regression: LogisticRegression
) throws(ProbeError) -> [Int] {
  let deviations = try rows.deviations([Double](repeating: 1, count: rows.rowCount))
  var columns = best(max(4 * count, 64), try fStatistics(rows, labels))
  while true {
    let fit = try regression.fit(rows, labels: labels, onColumns: columns)
    let strengths = columns.map { abs(fit.coefficients[$0]) * deviations[$0] }
    let order = columns.indices.sorted { (strengths[$1], $0) < (strengths[$0], $1) }
    let kept = max(count, columns.count / 2)
    let isDone = columns.count <= count
    columns = order.prefix(kept).map { columns[$0] }
    if isDone { return columns }
  }
}

private func grown(
  to count: Int, _ rows: PreparedRows, _ labels: [Bool], _ regression: LogisticRegression
) throws(ProbeError) -> [Int] {
  var columns: [Int] = []
  let signs = labels.map { $0 ? 1.0 : -1.0 }
  while columns.count < count {
    let fit = try regression.fit(rows, labels: labels, onColumns: columns)
    let decisions = try fit.decisions(rows.design)
    let loss = LogisticLoss(signs: signs, weights: signs.map { _ in 1 }, offsets: nil)
    let residuals = loss.residuals(loss.value(decisions.map(Double.init)).doubts)
    var strengths = try rows.design.weightedColumnSums(residuals)
    for index in strengths.indices {
      let spread = rows.spreads[index]
      strengths[index] = spread > 0 ? abs(strengths[index]) / spread : 0
    }
    for column in columns { strengths[column] = 0 }
    guard let next = best(1, strengths).first else { break }
    columns.append(next)
  }
  return columns
}
