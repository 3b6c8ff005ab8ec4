import COpenBLAS

/// A matrix as a sum of products of orthonormal vectors: `matrix = left · diagonal(values) · rightᵀ`.
///
/// The values fall; those vectors that belong to equal ones, and every vector's sign, are LAPACK's
/// choice. It is computed in double precision.
public struct SingularValueDecomposition: Sendable {
  /// The left singular vectors as columns, shape `[row, min(row, column)]`.
  public let left: Matrix

  /// The singular values, the largest first.
  public let values: [Float]

  /// The right singular vectors as columns, shape `[column, min(row, column)]`.
  public let right: Matrix

  /// Decomposes a matrix; nil where it has an element that is not finite.
  public init?(of matrix: Matrix) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    let count = min(rows, columns)
    guard count > 0 else { return nil }
    var elements = matrix.elements.map(Double.init)
    guard elements.allSatisfy(\.isFinite) else { return nil }
    var values = [Double](repeating: 0, count: count)
    var left = [Double](repeating: 0, count: rows * count)
    var rightTransposed = [Double](repeating: 0, count: count * columns)
    let status = Threads.lent {
      LAPACKE_dgesdd(
        LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "S")), Int32(rows), Int32(columns),
        &elements, Int32(columns), &values, &left, Int32(count), &rightTransposed,
        Int32(columns))
    }
    guard status == 0 else { return nil }
    self.left = Matrix(rows: rows, columns: count, elements: left.map(Float.init))
    self.values = values.map(Float.init)
    right =
      Matrix(rows: count, columns: columns, elements: rightTransposed.map(Float.init)).transposed
  }
}
