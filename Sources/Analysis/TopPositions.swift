/// A row that stands out, and its value.
struct RankedRow: Sendable, Equatable {
  let value: Float
  let row: Int
  let sequence: Int

  /// The higher value first; of equals, the earlier row.
  static func isBefore(_ a: RankedRow, _ b: RankedRow) -> Bool {
    a.value == b.value ? a.row < b.row : a.value > b.value
  }
}

/// The rows of highest value, one a sequence where there are sequences enough.
struct TopPositions: Sendable {
  private let limit: Int

  /// The best row of each sequence, in order.
  private var best: [RankedRow] = []

  /// Rows of sequences whose better row is in `best`; they fill up when there are too few sequences.
  private var spares: [RankedRow] = []

  init(limit: Int) { self.limit = limit }

  mutating func add(_ row: RankedRow) {
    if let place = best.firstIndex(where: { $0.sequence == row.sequence }) {
      let isBetter = RankedRow.isBefore(row, best[place])
      Self.insert(isBetter ? best.remove(at: place) : row, into: &spares, limit: limit)
      if isBetter { Self.insert(row, into: &best, limit: limit) }
    } else {
      Self.insert(row, into: &best, limit: limit)
    }
  }

  /// Whether a row of this value could still change the list; a quick look before `add`.
  func admits(_ value: Float) -> Bool {
    best.count < limit || best.last.map { value >= $0.value } ?? (limit > 0)
  }

  private static func insert(_ row: RankedRow, into list: inout [RankedRow], limit: Int) {
    let place = list.firstIndex { RankedRow.isBefore(row, $0) } ?? list.count
    list.insert(row, at: place)
    if list.count > limit { list.removeLast() }
  }

  /// The rows found, the highest first.
  var rows: [RankedRow] {
    (best + spares.prefix(limit - best.count)).sorted(by: RankedRow.isBefore)
  }
}
