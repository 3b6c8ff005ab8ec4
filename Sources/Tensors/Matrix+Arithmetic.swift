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

  /// Multiplies every element.
  public mutating func scale(by factor: Float) {
    forEachRow { _, row in
      for i in row.indices { row[i] *= factor }
    }
  }
}
