import Tensors

/// What one pass over the rows tells of a column: its numbers, its histogram, and where to look.
struct ColumnProfile: Sendable {
  let column: Int
  private var zeros = 0
  private var minimum = Float.infinity
  private var all = FloatHistogram()
  private var positives = FloatHistogram()

  /// The rows where the column is highest, of those above zero.
  private(set) var highest: TopPositions

  /// The rows where it is lowest, of those below zero, with their values' signs changed.
  private(set) var lowest: TopPositions

  /// Rows of every octave above zero.
  private(set) var samples: BandSamples

  init(column: Int, contexts: Int, samples: Int) {
    self.column = column
    self.highest = TopPositions(limit: contexts)
    self.lowest = highest
    self.samples = BandSamples(limit: samples)
  }

  /// Takes in the rows of a batch, of which the first is row `firstRow` of the site.
  mutating func add(_ batch: RowBatch, firstRow: Int) {
    for row in 0..<batch.activations.rows {
      let value = batch.activations[row, column]
      count(value, isPositive: !batch.labels.isEmpty && batch.labels[row] > 0)
      note(value, row: firstRow + row, sequence: batch.places[row].sequence)
    }
  }

  private mutating func count(_ value: Float, isPositive: Bool) {
    zeros += value == 0 ? 1 : 0
    minimum = min(minimum, value)
    all.add(value)
    if isPositive { positives.add(value) }
  }

  private mutating func note(_ value: Float, row: Int, sequence: Int) {
    let found = RankedRow(value: abs(value), row: row, sequence: sequence)
    if value > 0 {
      if highest.admits(value) { highest.add(found) }
      samples.add(found)
    } else if value < 0 && lowest.admits(-value) {
      lowest.add(found)
    }
  }

  /// The histogram over all rows.
  var histogram: Histogram { Histogram(all: all, positives: positives, zeros: zeros) }
}
