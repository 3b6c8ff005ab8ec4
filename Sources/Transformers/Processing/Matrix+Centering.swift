import Tensors

extension Matrix {
  /// Takes off each row its mean.
  mutating func centerRows() {
    let width = Double(columns)
    forEachRow { _, row in
      let mean = Float(sum(row.span) / width)
      for i in row.indices { row[i] -= mean }
    }
  }

  /// Takes off each column its mean.
  mutating func centerColumns() {
    let mean = meanRow
    forEachRow { _, row in
      for i in row.indices { row[i] -= mean[i] }
    }
  }

  /// The mean of every column, summed in double precision.
  private var meanRow: [Float] {
    var sums = [Double](repeating: 0, count: columns)
    for index in 0..<rows {
      let row = self[row: index]
      for i in row.indices { sums[i] += Double(row[i]) }
    }
    return sums.map { Float($0 / Double(rows)) }
  }
}
