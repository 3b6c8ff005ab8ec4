import Tensors

/// Reads the tokens about a row, with the activations of one column.
struct ContextReader<Rows: LabelledRows> {
  let rows: Rows
  let window: ContextWindow
  let text: (Int) throws -> SequenceText

  /// The context of a row that stands out in a column.
  func context(of row: Int, column: Int) throws -> TokenContext {
    let range = max(0, row - window.before)..<min(rows.rowCount, row + window.after + 1)
    let batch = try rows.checkedBatch(range)
    try batch.requirePlaces(range, site: rows.site)
    let place = batch.places[row - range.lowerBound]
    let words = try text(place.sequence)
    try require(place, in: words)
    let first = max(0, place.position - window.before)
    let end = min(words.tokens.count, place.position + window.after + 1)
    let found = readings(of: batch, column: column, sequence: place.sequence)
    return TokenContext(
      document: words.document, sequence: place.sequence, position: place.position,
      activation: shortestDecimal(batch.activations[row - range.lowerBound, column]),
      peak: place.position - first,
      tokens: (first..<end).map { position in
        TokenContext.Token(
          text: words.tokens[position], activation: found[position]?.activation,
          label: found[position]?.label)
      })
  }

  /// The activation and label at each position of a sequence that a batch has a row of.
  private func readings(
    of batch: RowBatch, column: Int, sequence: Int
  ) -> [Int: (activation: Double, label: Double?)] {
    var readings: [Int: (activation: Double, label: Double?)] = [:]
    for (row, place) in batch.places.enumerated() where place.sequence == sequence {
      let label = batch.labels.isEmpty ? nil : shortestDecimal(batch.labels[row])
      readings[place.position] = (shortestDecimal(batch.activations[row, column]), label)
    }
    return readings
  }

  private func require(_ place: TokenPlace, in words: SequenceText) throws(AnalysisError) {
    guard words.tokens.indices.contains(place.position) else {
      throw AnalysisError(
        code: .wrongShape,
        message: "a row is at position \(place.position) of sequence \(place.sequence), "
          + "which has \(words.tokens.count) tokens",
        path: rows.site)
    }
  }
}
