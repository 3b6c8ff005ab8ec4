import Tensors

/// Rows of a table, in a given order, and the pullback.
///
///     value[i, d] = table[indices[i], d],   dTable[r, d] = Σ_{i: indices[i] = r} dvalue[i, d]
///
/// - Parameters:
///   - table: Such as the embedding, shape `[dVocab, dModel]`, or a run's residual stream.
///   - indices: The rows to take; one may be taken more than once.
/// - Returns: The rows, and a function from their gradient to that of the whole table.
func rows(
  of table: Matrix, at indices: [Int]
) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
  let (rowCount, width) = (table.rows, table.columns)
  return (
    table.gatheringRows(indices),
    { dvalue in
      var dTable = Matrix(rows: rowCount, columns: width)
      for (place, index) in indices.enumerated() {
        var row = dTable[mutableRow: index]
        add(dvalue[row: place], to: &row)
      }
      return dTable
    }
  )
}
