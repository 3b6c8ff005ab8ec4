import COpenBLAS

/// A symmetric matrix in double precision, such as a covariance.
public struct SymmetricMatrix: Sendable {
  /// How many rows and columns.
  public let order: Int

  /// The elements, row after row; those below the diagonal are not read.
  private(set) var elements: [Double]

  /// Makes a matrix of zeros.
  public init(order: Int) {
    self.order = order
    elements = [Double](repeating: 0, count: order * order)
  }

  /// The element at a row and column.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[min(row, column) * order + max(row, column)] }
    set { elements[min(row, column) * order + max(row, column)] = newValue }
  }

  /// Adds the products of the columns of `rows` with one another.
  ///
  ///     self[i, j] += Σ_r rows[r, i] · rows[r, j]
  ///
  /// Products and sums are taken in double precision.
  public mutating func addOuterProducts(of rows: Matrix) {
    precondition(rows.columns == order, "addOuterProducts: \(rows.columns) columns to \(order)")
    for start in stride(from: 0, to: rows.rows, by: 1024) {
      let block = rows.rows(start..<min(start + 1024, rows.rows)).elements.map(Double.init)
      Threads.lent {
        cblas_dsyrk(
          CblasRowMajor, CblasUpper, CblasTrans, blasint(order), blasint(block.count / order),
          1, block, blasint(order), 1, &elements, blasint(order))
      }
    }
  }
}

extension SymmetricMatrix {
  /// The eigenvalues, largest first, and the unit eigenvectors that belong to them.
  ///
  /// An eigenvector's sign is LAPACK's choice.
  ///
  /// - Returns: The values, and the vectors as the rows of a matrix; nil when an element is not
  ///   finite or LAPACK's `dsyevd` does not converge.
  public func eigen() -> (values: [Double], vectors: Matrix)? {
    guard elements.allSatisfy(\.isFinite) else { return nil }
    guard order > 0 else { return ([], Matrix(rows: 0, columns: 0)) }
    var vectors = elements
    var values = [Double](repeating: 0, count: order)
    // Row-major upper is column-major lower; the eigenvectors then come as rows.
    let status = Threads.lent {
      LAPACKE_dsyevd(
        LAPACK_COL_MAJOR, Int8(UInt8(ascii: "V")), Int8(UInt8(ascii: "L")), Int32(order),
        &vectors, Int32(order), &values)
    }
    guard status == 0 else { return nil }
    let rows = (0..<order).reversed().flatMap { row in
      vectors[row * order..<(row + 1) * order].map(Float.init)
    }
    return (values.reversed(), Matrix(rows: order, columns: order, elements: rows))
  }
}
