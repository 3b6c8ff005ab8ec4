/// Some of the positions of every sequence.
public enum PositionSelection: Sendable, Equatable {
  /// None.
  case none
  /// Every one.
  case all
  /// The last one.
  case last
  /// Those of the given indices; negative ones count from the end.
  case at([Int])

  /// The positions of a sequence of the given length, in the order in which they were given.
  public func positions(in length: Int) throws(TransformerError) -> [Int] {
    switch self {
    case .none: return []
    case .all: return Array(0..<length)
    case .last: return [length - 1]
    case .at(let indices):
      var positions: [Int] = []
      for index in indices {
        let position = index < 0 ? length + index : index
        guard position >= 0 && position < length else {
          throw TransformerError(
            code: .positionOutOfRange,
            message: """
              position \(index): a sequence of \(length) tokens has positions 0 to \(length - 1)
              """)
        }
        positions.append(position)
      }
      return positions
    }
  }
}
