import Gradients
import Tensors

/// The activity of all features in the rows that a dashboard is made from, by row and by feature.
struct ActivityTable: Sendable {
  /// The activations that are not zero, row by row.
  private(set) var code: SparseCode

  /// The label of each row; empty when nothing is labelled.
  private(set) var labels: [Float] = []

  /// Where each row comes from.
  private(set) var places: [TokenPlace] = []

  /// How features go together with what the autoencoder read; nil for neurons.
  private(set) var products: InputProducts?

  /// The same activations, feature by feature.
  let columns: ActiveColumns

  /// Reads rows that are spread over the whole, until there are as many as wanted.
  init(_ rows: some ActivityRows, options: DashboardOptions) throws {
    code = SparseCode(featureCount: rows.width)
    var limit = options.maxRows
    for range in pieces(of: rows.rowCount, limit: options.maxRows) where code.rows < limit {
      let activity = try rows.activity(range.prefix(limit - code.rows))
      code.append(contentsOf: activity.code)
      labels += activity.labels
      places += activity.places
      if let inputs = activity.inputs {
        products = products ?? InputProducts(width: rows.width, like: inputs)
        products?.add(activity.code, inputs)
      }
      let density = max(1, code.values.count / max(1, code.rows))
      limit = min(options.maxRows, max(1, options.entryLimit / density))
    }
    columns = ActiveColumns(code)
  }

  /// How many rows.
  var rowCount: Int { code.rows }

  /// The activations of a feature about a row, at the positions of its sequence from the first on.
  func window(
    about row: Int, column: Int, before: Int, after: Int
  ) -> (first: Int, values: [Float]) {
    let place = places[row]
    var (low, high) = (row, row)
    while low > 0, isNear(low - 1, place), places[low - 1].position >= place.position - before {
      low -= 1
    }
    while high + 1 < rowCount, isNear(high + 1, place),
      places[high + 1].position <= place.position + after
    {
      high += 1
    }
    let first = max(0, place.position - before)
    var values = [Float](repeating: 0, count: place.position + after + 1 - first)
    for entry in columns.entries(of: column, inRows: low...high) {
      let offset = places[Int(columns.rows[entry])].position - first
      if values.indices.contains(offset) { values[offset] = columns.values[entry] }
    }
    return (first, values)
  }

  private func isNear(_ row: Int, _ place: TokenPlace) -> Bool {
    places[row].sequence == place.sequence
  }
}

/// Entries that are not zero, feature by feature, each feature's in the order of the rows.
struct ActiveColumns: Sendable {
  /// Where each feature's entries begin, and where the last one's end.
  let offsets: [Int]

  /// The row of each entry.
  let rows: [Int32]

  /// The value of each entry.
  let values: [Float]

  init(_ code: SparseCode) {
    var next = [Int](repeating: 0, count: code.featureCount + 1)
    for (feature, value) in zip(code.indices, code.values) where value != 0 {
      next[Int(feature) + 1] += 1
    }
    for feature in 0..<code.featureCount { next[feature + 1] += next[feature] }
    offsets = next
    var rows = [Int32](repeating: 0, count: next[code.featureCount])
    var values = [Float](repeating: 0, count: rows.count)
    for row in 0..<code.rows {
      for entry in code.offsets[row]..<code.offsets[row + 1] where code.values[entry] != 0 {
        let place = next[Int(code.indices[entry])]
        next[Int(code.indices[entry])] = place + 1
        rows[place] = Int32(row)
        values[place] = code.values[entry]
      }
    }
    self.rows = rows
    self.values = values
  }

  /// A feature's entries.
  func entries(of column: Int) -> Range<Int> { offsets[column]..<offsets[column + 1] }

  /// A feature's entries in some rows.
  func entries(of column: Int, inRows wanted: ClosedRange<Int>) -> Range<Int> {
    let all = entries(of: column)
    let first = firstEntry(in: all, atOrBehind: wanted.lowerBound)
    return first..<firstEntry(in: all, atOrBehind: wanted.upperBound + 1)
  }

  private func firstEntry(in all: Range<Int>, atOrBehind row: Int) -> Int {
    var (low, high) = (all.lowerBound, all.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Runs of rows of at most as many as are read together, spread evenly where not all are wanted.
private func pieces(of count: Int, limit: Int) -> [Range<Int>] {
  let length = 1024
  let all = stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
  let wanted = min(all.count, (limit + length - 1) / length)
  return (0..<wanted).map { all[$0 * all.count / wanted] }
}
