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
}
