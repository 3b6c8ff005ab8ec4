public import Tensors

/// The gradient of a matrix of which only some rows were used; that of the others is zero.
public struct RowGradient: Sendable {
  /// How many rows the matrix has.
  public let rowCount: Int

  /// The rows that were used, ascending.
  public let rows: [Int]

  /// The gradients of those rows, in their order.
  public var matrix: Matrix

  /// Makes the gradient of a matrix of `rowCount` rows from those of some of them.
  public init(rowCount: Int, rows: [Int], matrix: Matrix) {
    precondition(
      rows.count == matrix.rows, "RowGradient: \(rows.count) rows, [\(matrix.rows), …] gradients")
    self.rowCount = rowCount
    self.rows = rows
    self.matrix = matrix
  }

  /// For every row of the matrix, where its gradient lies in `matrix`; nil where it is zero.
  var places: [Int?] {
    var places = [Int?](repeating: nil, count: rowCount)
    for (place, row) in rows.enumerated() { places[row] = place }
    return places
  }

  /// The gradient with its zero rows spelled out.
  public var dense: Matrix {
    var result = Matrix(rows: rowCount, columns: matrix.columns)
    for (place, row) in rows.enumerated() {
      var target = result[mutableRow: row]
      add(matrix[row: place], to: &target)
    }
    return result
  }

  /// Adds another gradient of the same matrix; in place where both have the same rows.
  public static func += (sum: inout RowGradient, other: RowGradient) {
    if sum.rowCount == other.rowCount && sum.rows == other.rows {
      sum.matrix += other.matrix
    } else {
      sum = sum + other
    }
  }

  /// The sum of two gradients of one matrix.
  public static func + (a: RowGradient, b: RowGradient) -> RowGradient {
    precondition(a.rowCount == b.rowCount, "RowGradient +: \(a.rowCount) and \(b.rowCount) rows")
    let (placesInA, placesInB) = (a.places, b.places)
    let rows = (0..<a.rowCount).filter { placesInA[$0] != nil || placesInB[$0] != nil }
    var sum = Matrix(rows: rows.count, columns: a.matrix.columns)
    sum.forEachRow { place, row in
      if let inA = placesInA[rows[place]] { add(a.matrix[row: inA], to: &row) }
      if let inB = placesInB[rows[place]] { add(b.matrix[row: inB], to: &row) }
    }
    return RowGradient(rowCount: a.rowCount, rows: rows, matrix: sum)
  }
}
