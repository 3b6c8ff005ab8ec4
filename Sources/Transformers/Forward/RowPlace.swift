/// Where a row of a run stands.
public struct RowPlace: Sendable, Equatable {
  /// Its sequence's number in the run.
  public let sequence: Int

  /// The position in the sequence.
  public let position: Int

  /// How many positions the sequence has.
  public let length: Int

  /// The token at the position.
  public let token: Int

  /// Describes a place.
  public init(sequence: Int, position: Int, length: Int, token: Int) {
    self.sequence = sequence
    self.position = position
    self.length = length
    self.token = token
  }
}

extension Batch {
  /// Where some of the rows stand.
  func places(ofRows rows: [Int]) -> [RowPlace] {
    var sequence = 0
    return rows.map { row in
      if row < ranges[sequence].lowerBound { sequence = 0 }
      while row >= ranges[sequence].upperBound { sequence += 1 }
      let range = ranges[sequence]
      return RowPlace(
        sequence: sequence, position: row - range.lowerBound, length: range.count,
        token: tokens[row])
    }
  }
}
