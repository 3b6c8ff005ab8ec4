/// How many labelled rows are in each class.
struct LabelCounts: Sendable {
  let positives: Int
  let negatives: Int
  let labels: [Float]

  init(_ labels: [Float]) {
    self.labels = labels
    positives = labels.count { $0 > 0 }
    negatives = labels.count { $0 <= 0 }
  }
}

/// How a feature differs between the rows of two classes.
struct FeatureContrast: Sendable {
  var meanPositive = Double.nan
  var meanNegative = Double.nan
  var effectSize = Double.nan
  var rocAUC = Double.nan

  /// Nothing is known.
  init() {}

  /// Compares the entries that are not zero, and the zeros of the other rows.
  ///
  /// Effect size and area are those of `ClassContrast` and `ColumnValues`.
  init(_ entries: Range<Int>, of columns: ActiveColumns, _ census: LabelCounts) {
    guard census.positives > 0 && census.negatives > 0 else { return }
    var values = ColumnValues()
    var (sums, squares) = ((0.0, 0.0), (0.0, 0.0))
    for entry in entries {
      let (label, value) = (census.labels[Int(columns.rows[entry])], columns.values[entry])
      let square = Double(value) * Double(value)
      if label > 0 {
        values.addPositive(value)
        (sums.0, squares.0) = (sums.0 + Double(value), squares.0 + square)
      } else if label <= 0 {
        values.addNegative(value)
        (sums.1, squares.1) = (sums.1 + Double(value), squares.1 + square)
      }
    }
    let (p, n) = (Double(census.positives), Double(census.negatives))
    (meanPositive, meanNegative) = (sums.0 / p, sums.1 / n)
    let deviations = squares.0 - sums.0 * meanPositive + squares.1 - sums.1 * meanNegative
    let difference = meanPositive - meanNegative
    effectSize =
      p + n > 2 && deviations > 0 ? difference / (deviations / (p + n - 2)).squareRoot() : .nan
    rocAUC = values.rocAUC(positiveRows: census.positives, negativeRows: census.negatives)
  }
}

/// What the entries of one feature tell.
struct FeatureSurvey: Sendable {
  let column: Int
  var density = 0.0
  var mean = 0.0
  var maximum = 0.0
  var sum = 0.0
  var squares = 0.0
  var contrast = FeatureContrast()
  var histogram: FeatureDashboard.Bins?
  var highest: [RankedRow] = []
  var samples: [RankedRow] = []
  var features: [FeatureDashboard.Neighbour] = []
  var neurons: [FeatureDashboard.Neighbour] = []

  init(
    _ column: Int, of table: ActivityTable, census: LabelCounts, options: DashboardOptions
  ) {
    self.column = column
    let columns = table.columns
    let entries = columns.entries(of: column)
    var (top, bands) = (TopPositions(limit: options.examples), BandSamples(limit: 2))
    var (low, high) = (Float.infinity, -Float.infinity)
    for entry in entries {
      let value = columns.values[entry]
      sum += Double(value)
      squares += Double(value) * Double(value)
      (low, high) = (min(low, value), max(high, value))
      guard value > 0 else { continue }
      let row = Int(columns.rows[entry])
      let found = RankedRow(value: value, row: row, sequence: table.places[row].sequence)
      if top.admits(value) { top.add(found) }
      bands.add(found)
    }
    let rows = Double(max(1, table.rowCount))
    (density, mean) = (Double(entries.count) / rows, sum / rows)
    let hasZeros = entries.count < table.rowCount
    maximum = entries.isEmpty ? 0 : shortestDecimal(hasZeros ? max(0, high) : high)
    highest = top.rows
    let shown = Set(highest.map(\.row))
    samples = Array(
      bands.octaves.compactMap { octave in octave.rows.first { !shown.contains($0.row) } }
        .prefix(options.samples))
    if !entries.isEmpty {
      histogram = FeatureDashboard.Bins(
        columns.values[entries], from: min(0, low), to: max(0, high), count: options.bins)
    }
    if !census.labels.isEmpty { contrast = FeatureContrast(entries, of: columns, census) }
  }
}

extension FeatureDashboard.Bins {
  /// Counts values in bins of equal width.
  init(_ values: ArraySlice<Float>, from lower: Float, to upper: Float, count: Int) {
    self.init(lower: lower, upper: upper, counts: Array(repeating: 0, count: count))
    let scale = Float(count) / (upper - lower)
    for value in values {
      counts[min(count - 1, max(0, Int((value - lower) * scale)))] += 1
    }
  }
}
