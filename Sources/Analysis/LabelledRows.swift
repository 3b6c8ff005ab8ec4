public import Tensors

/// Where a row of activations comes from.
public struct TokenPlace: Hashable, Sendable {
  /// The sequence, counted through the harvest.
  public let sequence: Int

  /// The token in the sequence.
  public let position: Int

  /// Makes a place.
  public init(sequence: Int, position: Int) {
    self.sequence = sequence
    self.position = position
  }
}

/// Rows of activations that follow one another, with the label and place of each.
public struct RowBatch: Sendable {
  /// The activations, shape `[row, column]`.
  public let activations: Matrix

  /// The label of each row, NaN where it has none; empty when nothing is labelled.
  ///
  /// A row above 0 belongs to the positive class, any other to the negative.
  public let labels: [Float]

  /// Where each row comes from; empty where only a ranking is wanted.
  public let places: [TokenPlace]

  /// Makes a batch.
  public init(activations: Matrix, labels: [Float] = [], places: [TokenPlace] = []) {
    self.activations = activations
    self.labels = labels
    self.places = places
  }
}

/// The rows of one site, or of an autoencoder's features there, that can be read in any order.
///
/// The rows of a sequence follow one another. An analysis reads batch after batch, so that a harvest
/// of any size takes the memory of one.
public protocol LabelledRows {
  /// The site's name, as TransformerLens has it.
  var site: String { get }

  /// How many columns: neurons or features.
  var width: Int { get }

  /// How many rows.
  var rowCount: Int { get }

  /// The rows of the given range.
  func batch(_ rows: Range<Int>) throws -> RowBatch
}

extension LabelledRows {
  /// The rows of the given range, after a look at their shape and at every number.
  func checkedBatch(_ range: Range<Int>) throws -> RowBatch {
    let batch = try batch(range)
    try batch.check(range, width: width, site: site)
    return batch
  }

  /// Visits every row once, in order, a batch at a time.
  func forEachBatch(rows: Int, _ body: (Range<Int>, RowBatch) throws -> Void) throws {
    for start in stride(from: 0, to: rowCount, by: rows) {
      let range = start..<min(start + rows, rowCount)
      try body(range, checkedBatch(range))
    }
  }
}
