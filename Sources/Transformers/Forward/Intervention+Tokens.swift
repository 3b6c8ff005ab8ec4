import Tensors

extension Intervention {
  /// The same change, made only where certain tokens stand.
  ///
  /// It acts on all positions alike, so that a continuation need not be computed anew at each step.
  /// An edit that is a function of all rows together cannot be so restricted.
  ///
  /// - Parameter tokens: The tokens.
  /// - Returns: The intervention; nil of an edit by a function.
  public func onlyAt(tokens: Set<Int>) -> Intervention? {
    guard let change = edit.ofRow else { return nil }
    return Intervention(
      site: site, columns: columns,
      edit: .placedOperation { x, places in
        var value = x
        for (row, place) in places.enumerated() where tokens.contains(place.token) {
          value.setRows(row..<row + 1, to: change.value(x.rows(row..<row + 1)))
        }
        return (
          value,
          { dValue in
            var dx = dValue
            for (row, place) in places.enumerated() where tokens.contains(place.token) {
              var target = dx[mutableRow: row]
              for i in target.indices { target[i] *= change.slope }
            }
            return dx
          }
        )
      })
  }
}

extension Intervention.Edit {
  /// What becomes of one row, shape `[1, columns]`, and how fast it changes with it; nil where rows
  /// are not changed one by one.
  fileprivate var ofRow: (value: @Sendable (Matrix) -> Matrix, slope: Float)? {
    switch self {
    case .zero: return ({ Matrix(rows: $0.rows, columns: $0.columns) }, 0)
    case .set(let row): return ({ _ in row }, 0)
    case .add(let row): return ({ $0 + row }, 1)
    case .scale(let factor):
      return (
        { x in
          var scaled = x
          scaled.scale(by: factor)
          return scaled
        }, factor
      )
    case .function, .operation, .placedOperation: return nil
    }
  }
}
