/// Some rows of a harvest, numbered anew from 0.
struct RowList: Sendable {
  private let ranges: [Range<Int>]
  private let starts: [Int]

  init(_ rows: RangeSet<Int>) {
    ranges = Array(rows.ranges)
    starts = ranges.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// How many rows.
  var count: Int { starts[ranges.count] }

  /// The row's number in the harvest.
  subscript(index: Int) -> Int {
    let range = shardIndex(holding: index, starts: starts)
    return ranges[range].lowerBound + index - starts[range]
  }
}
