import Tensors

/// Describes some columns of a site: numbers, histogram, and the texts where each stands out.
///
/// Reads all rows once, then the rows about each text that is shown. The texts are from different
/// sequences as far as there are enough.
///
/// - Parameters:
///   - columns: The neurons or features.
///   - rows: Their activations, with places, and with labels where `label` is given.
///   - unit: Whether the columns are neurons or features.
///   - sae: The name of the autoencoder whose features they are.
///   - label: The label's name; nil without one.
///   - window: How much text to show.
///   - batchRows: How many rows to read at once.
///   - text: The text of a sequence.
/// - Returns: One page a column, in the order of `columns`.
/// - Throws: `AnalysisError` with code `.wrongShape` or `.notFinite`, or what the source of the rows
///   or of the text throws.
public func featurePages(
  of columns: [Int], in rows: some LabelledRows, unit: Unit, sae: String? = nil,
  label: String? = nil, window: ContextWindow = ContextWindow(), batchRows: Int = 1024,
  text: (Int) throws -> SequenceText
) throws -> [FeaturePage] {
  for column in columns {
    precondition(column >= 0 && column < rows.width, "featurePages: \(column) of \(rows.width)")
  }
  let survey = try ColumnSurvey(of: columns, in: rows, window: window, batchRows: batchRows)
  return try withoutActuallyEscaping(text) { text in
    let reader = ContextReader(rows: rows, window: window, text: text)
    return try columns.indices.map { place in
      var page = try survey.page(place, unit: unit, label: label, reader: reader)
      page.sae = sae
      return page
    }
  }
}

/// What one pass over the rows tells of some columns.
private struct ColumnSurvey {
  var profiles: [ColumnProfile]
  var total: RunningMoments
  var moments: ClassMoments
  var census = LabelCensus()

  init(
    of columns: [Int], in rows: some LabelledRows, window: ContextWindow, batchRows: Int
  ) throws {
    profiles = columns.map {
      ColumnProfile(column: $0, contexts: window.contexts, samples: window.examplesPerBand)
    }
    total = RunningMoments(width: columns.count)
    moments = ClassMoments(width: columns.count)
    try rows.forEachBatch(rows: batchRows) { range, batch in
      try batch.requirePlaces(range, site: rows.site)
      add(batch, columns: columns, firstRow: range.lowerBound)
    }
  }

  private mutating func add(_ batch: RowBatch, columns: [Int], firstRow: Int) {
    parallelUpdate(&profiles) { _, profile in profile.add(batch, firstRow: firstRow) }
    let chosen = batch.activations.gatheringColumns(columns)
    for row in 0..<chosen.rows { total.add(chosen[row: row]) }
    census.add(batch.labels)
    moments.add(chosen, classes: batch.labels.map(LabelClass.init))
  }

  func page(
    _ place: Int, unit: Unit, label: String?, reader: ContextReader<some LabelledRows>
  ) throws -> FeaturePage {
    let profile = profiles[place]
    let contexts = { (rows: [RankedRow]) throws in
      try rows.map { try reader.context(of: $0.row, column: profile.column) }
    }
    return FeaturePage(
      unit: unit, site: reader.rows.site, index: profile.column, rows: reader.rows.rowCount,
      density: total.density(place), mean: total.means[place],
      max: shortestDecimal(total.maxima[place]),
      histogram: profile.histogram,
      labelStatistics: label.map { statistics(of: place, label: $0) },
      contexts: try contexts(profile.highest.rows),
      lowestContexts: try contexts(profile.lowest.rows),
      bands: try bands(of: profile, limit: reader.window.bands).map { band in
        FeaturePage.Band(
          lower: band.range.lowerBound, upper: band.range.upperBound, count: band.count,
          contexts: try contexts(band.rows))
      }, warnings: warnings(of: place, label: label))
  }

  private func statistics(
    of place: Int, label: String
  ) -> FeaturePage.LabelStatistics {
    FeaturePage.LabelStatistics(
      label: label, positives: census.positives, negatives: census.negatives,
      statistics: moments.contrast(place).statistics)
  }

  private func warnings(of place: Int, label: String?) -> [String] {
    guard total.count > 0 else { return ["there are no rows, so every number is null or 0"] }
    guard let label else { return [] }
    guard census.positives > 0 && census.negatives > 0 else {
      return [
        "the label \(label) holds in \(census.positives) and fails in \(census.negatives) rows, "
          + "so the numbers of one class are null"
      ]
    }
    return moments.contrast(place).effectSize.isFinite
      ? [] : ["effectSize is null: the values do not vary within the classes"]
  }

  private func bands(
    of profile: ColumnProfile, limit: Int
  ) -> [(range: Range<Double>, count: Int, rows: [RankedRow])] {
    let octaves = profile.samples.octaves
    guard limit > 0 && octaves.count > limit else { return limit > 0 ? octaves : [] }
    let rest = octaves[(limit - 1)...]
    guard let edge = rest.first else { return octaves }
    let last = (0..<edge.range.upperBound, rest.reduce(0) { $0 + $1.count }, edge.rows)
    return octaves.prefix(limit - 1) + [last]
  }
}
