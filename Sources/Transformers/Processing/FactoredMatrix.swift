import Tensors

/// A matrix of low rank, `left · rightᵀ`, that is never multiplied out.
struct FactoredMatrix {
  private let left: Matrix
  private let right: Matrix

  /// Makes the product of `left`, shape `[row, inner]`, and the transpose of `right`,
  /// `[column, inner]`.
  init(_ left: Matrix, _ right: Matrix) {
    self.left = left
    self.right = right
  }

  /// Its singular vectors and values, as many as it has inner elements; nil where it is not finite.
  ///
  ///     left = Uₗ Sₗ Vₗᵀ,  right = Uᵣ Sᵣ Vᵣᵀ,  Sₗ Vₗᵀ Vᵣ Sᵣ = U S Vᵀ:  the product is Uₗ U S (Uᵣ V)ᵀ
  ///
  /// Source: `FactoredMatrix.svd` of TransformerLens.
  var singular: SingularFactors? {
    guard let l = SingularValueDecomposition(of: left),
      let r = SingularValueDecomposition(of: right)
    else { return nil }
    var middle = Matrix.product(l.right, r.right, transposing: .left)
    middle.forEachRow { index, row in
      for i in row.indices { row[i] *= l.values[index] * r.values[i] }
    }
    guard let m = SingularValueDecomposition(of: middle) else { return nil }
    return SingularFactors(
      leftVectors: .product(l.left, m.left), rightVectors: .product(r.left, m.right),
      values: m.values, innerCount: left.columns)
  }
}

/// The singular vectors of a factored matrix, as factors of a new factoring.
struct SingularFactors {
  /// What is made of a singular value before a vector is multiplied by it.
  enum Scale {
    case none, root, whole
  }

  let leftVectors: Matrix
  let rightVectors: Matrix
  let values: [Float]

  /// How many factors the old factoring had; those without a singular value are zero.
  let innerCount: Int

  /// The left factor, `[inner, row]`.
  func left(scaledBy scale: Scale) -> Matrix { factor(leftVectors, scale) }

  /// The right factor, `[inner, column]`.
  func right(scaledBy scale: Scale) -> Matrix { factor(rightVectors, scale) }

  private func factor(_ vectors: Matrix, _ scale: Scale) -> Matrix {
    let rows = vectors.transposed
    var result = Matrix(rows: innerCount, columns: vectors.rows)
    result.setRows(0..<rows.rows, to: rows)
    guard scale != .none else { return result }
    result.forEachRow(grain: innerCount) { index, row in
      guard index < values.count else { return }
      let value = scale == .root ? values[index].squareRoot() : values[index]
      for i in row.indices { row[i] *= value }
    }
    return result
  }
}
