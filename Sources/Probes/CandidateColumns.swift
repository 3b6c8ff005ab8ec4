import CNumerics
import Tensors

/// The columns that may have a coefficient at the optimum.
struct CandidateColumns {
  /// Their numbers, in order.
  private(set) var columns: [Int]

  private let rows: PreparedRows
  private let scales: [Double]
  private let l1: Double

  /// The candidates' values, once they are few.
  private var values: ColumnList?

  /// Before: those that were asked for last.
  private var held = HeldColumns()

  init(_ problem: LogisticProblem) {
    rows = problem.rows
    scales = problem.columnScales
    l1 = problem.l1
    columns = Array(0..<problem.rows.columnCount)
  }

  /// u_j = Σ_i residual_i x_ij of each candidate.
  func correlations(_ residuals: [Double]) throws(ProbeError) -> [Double] {
    guard let values else {
      let all = try rows.design.weightedColumnSums(residuals)
      return columns.count == all.count ? all : columns.map { all[$0] }
    }
    return parallelMap(values.count, grain: 64) { range in
      range.map { index in
        values[index].withUnsafeBufferPointer { row in
          row.baseAddress.map { thresher_dot_double($0, residuals, row.count) } ?? 0
        }
      }
    }.flatMap { $0 }
  }

  /// Drops the columns whose coefficients must be zero at the optimum, and returns those of the rest
  /// that violate its conditions, the worst first.
  ///
  /// - Parameters:
  ///   - correlations: *u* of each candidate.
  ///   - scale: What makes *u* feasible.
  ///   - radius: How far the optimum's residuals can lie from the feasible ones.
  ///   - coefficients: Those that are not zero stay.
  /// - Returns: The columns, and by how much they exceed their bounds.
  /// - Throws: What reading the rows throws.
  mutating func screened(
    by correlations: [Double], scale: Double, radius: Double, keeping coefficients: [Double]
  ) throws(ProbeError) -> [(column: Int, excess: Double)] {
    var violations: [(column: Int, excess: Double)] = []
    var kept: [Int] = []
    for (place, column) in columns.enumerated() where scales[column] > 0 {
      let u = abs(correlations[place])
      let reach = scale * u + radius * rows.spreads[column]
      guard l1 == 0 || reach >= l1 * scales[column] || coefficients[column] != 0 else { continue }
      kept.append(place)
      let excess = u / scales[column] - l1
      if excess > 0 || l1 == 0 { violations.append((column, excess)) }
    }
    try keep(kept)
    violations.sort { ($1.excess, $0.column) < ($0.excess, $1.column) }
    return violations
  }

  private mutating func keep(_ places: [Int]) throws(ProbeError) {
    guard places.count < columns.count else { return }
    let isWorthGathering = places.count * 8 <= (values?.count ?? rows.columnCount)
    columns = places.map { columns[$0] }
    if let held = values {
      values = held.selecting(places)
    } else if isWorthGathering {
      values = try held.gather(columns, of: rows.design)
      held = HeldColumns()
    }
  }

  /// Some candidates' values, in the order given, which is ascending.
  mutating func gathered(_ wanted: [Int]) throws(ProbeError) -> ColumnList {
    guard let values else { return try held.gather(wanted, of: rows.design) }
    var places: [Int] = []
    var place = 0
    for column in wanted {
      while columns[place] != column { place += 1 }
      places.append(place)
    }
    return values.selecting(places)
  }
}
