/// Sequences laid end to end, so that a batch of unequal lengths needs no padding and no mask.
public struct Batch: Sendable, Equatable {
  /// The rows of each sequence in every activation of the run.
  public let ranges: [Range<Int>]

  /// The token of every row.
  public let tokens: [Int]

  /// Lays sequences end to end.
  public init(_ sequences: [[Int]]) {
    var start = 0
    ranges = sequences.map { sequence in
      defer { start += sequence.count }
      return start..<start + sequence.count
    }
    tokens = sequences.flatMap { $0 }
  }

  /// How many rows there are.
  public var rowCount: Int { tokens.count }

  /// The rows of some of each sequence's positions, sequence by sequence.
  ///
  /// - Throws: `TransformerError` with code `.positionOutOfRange`.
  public func rows(at positions: PositionSelection) throws(TransformerError) -> [Int] {
    var rows: [Int] = []
    for range in ranges {
      for position in try positions.positions(in: range.count) {
        rows.append(range.lowerBound + position)
      }
    }
    return rows
  }

  /// The rows that have a next token to predict: all but the last of each sequence.
  var predictingRows: [Int] { ranges.flatMap { $0.dropLast() } }
}
