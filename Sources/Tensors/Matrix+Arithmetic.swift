extension Matrix {
  /// Adds a matrix of the same shape to this one.
  public static func += (sum: inout Matrix, other: Matrix) {
    precondition(
      sum.rows == other.rows && sum.columns == other.columns,
      "Matrix +=: [\(sum.rows), \(sum.columns)] and [\(other.rows), \(other.columns)]")
    sum.forEachRow { index, row in add(other[row: index], to: &row) }
  }

  /// The sum of two matrices of the same shape.
  public static func + (a: Matrix, b: Matrix) -> Matrix {
    var sum = a
    sum += b
    return sum
  }

  /// Adds a vector to every row.
  public mutating func addToRows(_ vector: Matrix) {
    precondition(
      vector.rows == 1 && vector.columns == columns,
      "addToRows: [\(vector.rows), \(vector.columns)] to [\(rows), \(columns)]")
    forEachRow { _, row in add(vector[row: 0], to: &row) }
  }

  /// Multiplies every element by the element in its place in another matrix.
  public mutating func multiply(by other: Matrix) {
    precondition(
      rows == other.rows && columns == other.columns,
      "multiply: [\(rows), \(columns)] by [\(other.rows), \(other.columns)]")
    forEachRow { index, row in
      let factors = other[row: index]
      for i in row.indices { row[i] *= factors[i] }
    }
  }

  /// Multiplies every element by a number.
  public mutating func scale(by factor: Float) {
    forEachRow { _, row in
      for i in row.indices { row[i] *= factor }
    }
  }
}

extension Matrix {
  /// A matrix of rows that all equal one vector.
  public init(repeating vector: Matrix, rows: Int) {
    precondition(vector.rows == 1, "Matrix: [\(vector.rows), \(vector.columns)] as a row")
    self.init(uninitializedRows: rows, columns: vector.columns)
    forEachRow { _, row in
      let source = vector[row: 0]
      for i in row.indices { row[i] = source[i] }
    }
  }

  /// The rows of several matrices of one width, one after another.
  public init(stacking matrices: [Matrix]) {
    let width = matrices.first?.columns ?? 0
    self.init(uninitializedRows: matrices.reduce(0) { $0 + $1.rows }, columns: width)
    var start = 0
    for matrix in matrices {
      setRows(start..<start + matrix.rows, to: matrix)
      start += matrix.rows
    }
  }

  /// Replaces some of the rows.
  public mutating func setRows(_ range: Range<Int>, to other: Matrix) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rows && range.count == other.rows
        && columns == other.columns,
      "setRows: [\(other.rows), \(other.columns)] as rows \(range) of [\(rows), \(columns)]")
    for (index, row) in range.enumerated() {
      var target = self[mutableRow: row]
      let source = other[row: index]
      for i in target.indices { target[i] = source[i] }
    }
  }
}
