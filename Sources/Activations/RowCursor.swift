/// How far an endless shuffled reading of rows has come; enough to go on from there.
public struct RowCursor: Codable, Equatable, Sendable {
  /// How many times all rows have been read.
  public var epoch: Int

  /// How many rows of this epoch have been read.
  public var row: Int

  /// Makes a cursor; the beginning unless told otherwise.
  public init(epoch: Int = 0, row: Int = 0) {
    self.epoch = epoch
    self.row = row
  }
}
