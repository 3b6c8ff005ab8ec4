public import Tensors

/// A change to what a forward pass computes at a site: a value handed to one run.
///
/// Several at one site are applied in the order in which they are given. A site that is recorded
/// as well is recorded after them, and its gradient is that of what they left there.
public struct Intervention: Sendable {
  /// What becomes of the chosen numbers.
  public enum Edit: Sendable {
    /// They become zero.
    case zero
    /// Each row becomes this one, shape `[1, columns]`.
    case set(Matrix)
    /// This is added to each row, shape `[1, columns]`.
    case add(Matrix)
    /// They are multiplied by a number.
    case scale(Float)
    /// They are replaced by what a function makes of all the chosen rows, in their order.
    ///
    /// What it gives counts as a constant: no gradient goes back through it.
    case function(@Sendable (Matrix) -> Matrix)
    /// As `function`, with the function from its result's gradient to its argument's.
    case operation(@Sendable (Matrix) -> (value: Matrix, pullback: (Matrix) -> Matrix))
    /// As `operation`, of a function that is told where each of the chosen rows stands.
    case placedOperation(
      @Sendable (Matrix, [RowPlace]) -> (value: Matrix, pullback: (Matrix) -> Matrix))
  }

  /// Where: a site's full name.
  public var site: String

  /// At which positions of each sequence.
  public var positions: PositionSelection

  /// In which columns of a row, such as neurons; nil for all.
  public var columns: [Int]?

  /// What becomes of them.
  public var edit: Edit

  /// Makes an intervention at a site.
  public init(
    site: String, positions: PositionSelection = .all, columns: [Int]? = nil, edit: Edit
  ) {
    self.site = site
    self.positions = positions
    self.columns = columns
    self.edit = edit
  }

  /// The activations with the chosen numbers changed, and the pullback.
  ///
  /// - Parameters:
  ///   - x: The activations, whose rows are those of `batch`.
  ///   - batch: Where the sequences lie.
  /// - Returns: The changed activations, and a function from their gradient to that of `x`: its
  ///   own where nothing is chosen, and what the edit makes of it where something is.
  /// - Throws: `TransformerError` with code `.positionOutOfRange`.
  func callAsFunction(
    _ x: Matrix, batch: Batch
  ) throws(TransformerError) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
    let cells = Cells(
      rows: try batch.rows(at: positions), columns: columns ?? Array(0..<x.columns))
    let (value, pullback) = edit(cells.of(x)) { batch.places(ofRows: cells.rows) }
    precondition(
      value.rows == cells.rows.count && value.columns == cells.columns.count,
      """
      \(site): an edit of [\(cells.rows.count), \(cells.columns.count)] \
      gave [\(value.rows), \(value.columns)]
      """)
    return (
      cells.replaced(in: x, by: value),
      { cells.replaced(in: $0, by: pullback(cells.of($0))) }
    )
  }
}

extension Intervention.Edit {
  /// What becomes of the chosen numbers, and the pullback.
  fileprivate func callAsFunction(
    _ x: Matrix, places: () -> [RowPlace]
  ) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
    let zeros = { Matrix(rows: x.rows, columns: x.columns) }
    switch self {
    case .zero: return (zeros(), { _ in zeros() })
    case .set(let row): return (Matrix(repeating: row, rows: x.rows), { _ in zeros() })
    case .add(let row): return (x + Matrix(repeating: row, rows: x.rows), { $0 })
    case .scale(let factor): return (multiplied(x, by: factor), { multiplied($0, by: factor) })
    case .function(let function): return (function(x), { _ in zeros() })
    case .operation(let operation): return operation(x)
    case .placedOperation(let operation): return operation(x, places())
    }
  }
}

private func multiplied(_ x: Matrix, by factor: Float) -> Matrix {
  var result = x
  result.scale(by: factor)
  return result
}

/// Some columns of some rows of a matrix.
private struct Cells {
  let rows: [Int]
  let columns: [Int]

  func of(_ x: Matrix) -> Matrix { x.gatheringRows(rows).gatheringColumns(columns) }

  func replaced(in x: Matrix, by chosen: Matrix) -> Matrix {
    var result = x
    for (index, row) in rows.enumerated() {
      var target = result[mutableRow: row]
      let source = chosen[row: index]
      for (place, column) in columns.enumerated() { target[column] = source[place] }
    }
    return result
  }
}
