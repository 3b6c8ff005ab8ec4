public import Tensors

/// Labelled rows that lie in memory.
public struct MatrixRows: LabelledRows, Sendable {
  public let site: String

  /// All rows, as one batch.
  public let all: RowBatch

  /// Makes rows of a matrix `[row, column]`, a label for each row and a place for each.
  public init(
    site: String, activations: Matrix, labels: [Float] = [], places: [TokenPlace] = []
  ) {
    self.site = site
    self.all = RowBatch(activations: activations, labels: labels, places: places)
  }

  public var width: Int { all.activations.columns }

  public var rowCount: Int { all.activations.rows }

  public func batch(_ rows: Range<Int>) -> RowBatch {
    RowBatch(
      activations: all.activations.rows(rows),
      labels: all.labels.isEmpty ? [] : Array(all.labels[rows]),
      places: all.places.isEmpty ? [] : Array(all.places[rows]))
  }
}
