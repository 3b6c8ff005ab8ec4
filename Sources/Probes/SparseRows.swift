public import Tensors

/// Rows of which most numbers are zero, such as the features of an autoencoder.
///
/// Row after row, its columns and their values; what is zero costs nothing.
public struct SparseRows: DesignMatrix {
  public let rowCount: Int
  public let columnCount: Int
  private let starts: [Int]
  private let columns: [Int32]
  private let values: [Float]

  private init(columnCount: Int, starts: [Int], columns: [Int32], values: [Float]) {
    rowCount = starts.count - 1
    self.columnCount = columnCount
    self.starts = starts
    self.columns = columns
    self.values = values
  }

  /// Takes the numbers of dense rows that are not zero.
  public init(_ rows: Matrix) {
    var builder = Builder(columnCount: rows.columns)
    builder.append(rows)
    self = builder.rows
  }

  /// Sparse rows in the making, a block after the other.
  public struct Builder {
    private let columnCount: Int
    private var starts = [0]
    private var columns: [Int32] = []
    private var values: [Float] = []

    /// Begins with no rows.
    public init(columnCount: Int) { self.columnCount = columnCount }

    /// Takes the numbers of dense rows that are not zero.
    public mutating func append(_ block: Matrix) {
      precondition(block.columns == columnCount, "SparseRows: \(block.columns) of \(columnCount)")
      for index in 0..<block.rows {
        let row = block[row: index]
        for column in row.indices where row[column] != 0 {
          columns.append(Int32(column))
          values.append(row[column])
        }
        starts.append(values.count)
      }
    }

    /// The rows so far.
    public var rows: SparseRows {
      SparseRows(columnCount: columnCount, starts: starts, columns: columns, values: values)
    }
  }

  public func weightedColumnSums(_ weights: [Double]) -> [Double] {
    columnSums { row, place, sums in
      sums[Int(columns[place])] += weights[row] * Double(values[place])
    }
  }

  public func weightedSquares(_ weights: [Double], around means: [Double]) -> [Double] {
    let total = weights.reduce(0, +)
    // (x - m)² = x² - 2 x m + m², and m² for what is zero.
    let sums = columnSums { row, place, sums in
      let (value, mean) = (Double(values[place]), means[Int(columns[place])])
      sums[Int(columns[place])] += weights[row] * value * (value - 2 * mean)
    }
    return zip(sums, means).map { max(0, $0 + total * $1 * $1) }
  }

  public func gatheredColumns(_ wanted: [Int]) -> ColumnList {
    var places = [Int](repeating: -1, count: columnCount)
    for (place, column) in wanted.enumerated() { places[column] = place }
    var result = ColumnList(count: wanted.count, length: rowCount)
    for row in 0..<rowCount {
      for place in starts[row]..<starts[row + 1] {
        let target = places[Int(columns[place])]
        if target >= 0 { result.set(values[place], row: row, column: target) }
      }
    }
    return result
  }

  public func firstBadRow() -> Int? {
    (0..<rowCount).first { row in
      (starts[row]..<starts[row + 1]).contains { !values[$0].isFinite }
    }
  }

  private func columnSums(
    _ add: @Sendable (_ row: Int, _ place: Int, _ sums: inout [Double]) -> Void
  ) -> [Double] {
    let parts = parallelMap(rowCount, grain: 4096) { range in
      var sums = [Double](repeating: 0, count: columnCount)
      for row in range {
        for place in starts[row]..<starts[row + 1] { add(row, place, &sums) }
      }
      return sums
    }
    return parts.reduce(into: [Double](repeating: 0, count: columnCount)) { total, part in
      for j in total.indices { total[j] += part[j] }
    }
  }
}
