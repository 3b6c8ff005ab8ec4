public import Tensors

/// A change to what a forward pass computes at a site: a value handed to one run.
///
/// Several at one site are applied in the order in which they are given. A site that is recorded
/// as well is recorded after them.
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
    case function(@Sendable (Matrix) -> Matrix)
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

  /// Changes the chosen numbers of `x`, whose rows are those of `batch`.
  func apply(to x: inout Matrix, batch: Batch) throws(TransformerError) {
    var rows: [Int] = []
    for range in batch.ranges {
      for position in try positions.positions(in: range.count) {
        rows.append(range.lowerBound + position)
      }
    }
    let columns = columns ?? Array(0..<x.columns)
    let chosen = x.gatheringRows(rows).gatheringColumns(columns)
    let edited = edited(chosen)
    precondition(
      edited.rows == rows.count && edited.columns == columns.count,
      "\(site): an edit of [\(rows.count), \(columns.count)] gave [\(edited.rows), \(edited.columns)]"
    )
    for (index, row) in rows.enumerated() {
      var target = x[mutableRow: row]
      let source = edited[row: index]
      for (place, column) in columns.enumerated() { target[column] = source[place] }
    }
  }

  private func edited(_ chosen: Matrix) -> Matrix {
    switch edit {
    case .zero: return Matrix(rows: chosen.rows, columns: chosen.columns)
    case .set(let row): return Matrix(repeating: row, rows: chosen.rows)
    case .add(let row): return chosen + Matrix(repeating: row, rows: chosen.rows)
    case .scale(let factor):
      var scaled = chosen
      scaled.scale(by: factor)
      return scaled
    case .function(let function): return function(chosen)
    }
  }
}
