import Gradients
public import Tensors

/// What is known of features beside their activity: the directions that they write.
public struct FeatureDirections: Sendable {
  /// The directions at the site, shape `[feature, width]`: an autoencoder's decoder.
  let directions: Matrix

  /// What directions do to the logits.
  let projection: LogitProjection

  /// The text of a token.
  let token: @Sendable (Int) -> String

  /// Makes directions.
  public init(
    _ directions: Matrix, through projection: LogitProjection,
    token: @escaping @Sendable (Int) -> String
  ) {
    self.directions = directions
    self.projection = projection
    self.token = token
  }
}

/// Makes a dashboard of all features of an autoencoder, or of all neurons of a site.
///
/// Reads the rows once; memory is that of the entries that are not zero, and of a number for every
/// feature and every column that the autoencoder reads.
///
/// - Parameters:
///   - rows: The rows, with places, and with labels where `label` is given.
///   - unit: Whether the columns are neurons or features.
///   - sae: The name of the autoencoder.
///   - label: The label's name; nil without one.
///   - directions: What the features write; nil leaves the logits out.
///   - options: How much to tell.
///   - text: The text of a sequence.
/// - Returns: The dashboard.
/// - Throws: `AnalysisError`, or what the source of the rows or of the text throws.
public func featureDashboard(
  of rows: some ActivityRows, unit: Unit, sae: String? = nil, label: String? = nil,
  directions: FeatureDirections? = nil, options: DashboardOptions = DashboardOptions(),
  text: (Int) throws -> SequenceText
) throws -> FeatureDashboard {
  let table = try ActivityTable(rows, options: options)
  let correlations = FeatureCorrelations(table)
  let surveys = survey(table, correlations, options)
  var effects: [Int: LogitEffects] = [:]
  if let directions { effects = try logitEffects(directions, count: rows.width, options) }
  var writer = PassageWriter(table: table, options: options)
  let features = try surveys.enumerated().map { index, survey in
    try writer.feature(index, survey, effects[index], text: text)
  }
  return FeatureDashboard(
    unit: unit, sae: sae, site: rows.site, rows: table.rowCount, label: label,
    vocabulary: writer.vocabulary, passages: writer.passages,
    columns: columns(of: surveys, label: label), features: features,
    warnings: warnings(of: table, correlations, rowCount: rows.rowCount))
}

private func survey(
  _ table: ActivityTable, _ correlations: FeatureCorrelations, _ options: DashboardOptions
) -> [FeatureSurvey] {
  let width = table.code.featureCount
  let census = LabelCounts(table.labels)
  return parallelMap(width, grain: 64) { range in
    var products = [Double](repeating: 0, count: width)
    return range.map { column in
      var survey = FeatureSurvey(column, of: table, census: census, options: options)
      survey.features = correlations.neighbours(
        of: column, limit: options.neighbours, products: &products)
      survey.neurons =
        table.products?.neighbours(
          of: column, own: (survey.sum, survey.squares), limit: options.neighbours) ?? []
      return survey
    }
  }.flatMap(\.self)
}

/// The tokens that each direction raises and lowers most, some directions at a time.
private func logitEffects(
  _ found: FeatureDirections, count: Int, _ options: DashboardOptions
) throws -> [Int: LogitEffects] {
  var result: [Int: LogitEffects] = [:]
  for start in stride(from: 0, to: count, by: 256) {
    let range = start..<min(start + 256, count)
    let logits = try found.projection.effects(of: found.directions.rows(range))
    let effects = parallelMap(range.count) { rows in
      rows.map { strongest(of: logits[row: $0], count: options.tokens) }
    }.flatMap(\.self)
    for (index, effect) in zip(range, effects) {
      func named(_ list: [(token: Int, value: Float)]) -> [LogitEffects.Effect] {
        list.map { .init(token: found.token($0.token), id: $0.token, value: Double($0.value)) }
      }
      result[index] = LogitEffects(top: named(effect.top), bottom: named(effect.bottom))
    }
  }
  return result
}

/// The largest and the smallest numbers, with their places.
private func strongest(
  of values: Span<Float>, count: Int
) -> (top: [(token: Int, value: Float)], bottom: [(token: Int, value: Float)]) {
  var top = Leaders<(token: Int, value: Float)>(limit: count)
  var bottom = top
  var (high, low) = (-Float.infinity, Float.infinity)
  for token in values.indices {
    let value = values[token]
    if value > high {
      top.add(Double(value)) { (token, value) }
      if top.isFull, let last = top.items.last { high = last.value }
    }
    if value < low {
      bottom.add(-Double(value)) { (token, value) }
      if bottom.isFull, let last = bottom.items.last { low = last.value }
    }
  }
  return (top.items, bottom.items)
}

private func columns(
  of surveys: [FeatureSurvey], label: String?
) -> [FeatureDashboard.Column] {
  func column(
    _ title: String, _ explanation: String, _ value: (FeatureSurvey) -> Double
  ) -> FeatureDashboard.Column {
    FeatureDashboard.Column(
      title: title, explanation: explanation, values: surveys.map { Figure(value($0)) })
  }
  let own = [
    column("density", "share of rows in which it is not zero", \.density),
    column("mean", "mean over all rows", \.mean),
    column("maximum", "largest activation", \.maximum),
  ]
  guard let label else { return own }
  return own + [
    column("d", "difference of the means where \(label) holds and fails, over the deviation") {
      $0.contrast.effectSize
    },
    column("AUC", "how often a row where \(label) holds is the higher one") { $0.contrast.rocAUC },
    column("mean, holds", "mean where \(label) holds") { $0.contrast.meanPositive },
    column("mean, fails", "mean where \(label) fails") { $0.contrast.meanNegative },
  ]
}

private func warnings(
  of table: ActivityTable, _ correlations: FeatureCorrelations, rowCount: Int
) -> [String] {
  var warnings: [String] = []
  if table.rowCount < rowCount {
    warnings.append("\(table.rowCount) of \(rowCount) rows were read, spread over all of them")
  }
  if !correlations.isWhole {
    warnings.append(
      "correlations of features are those of \(correlations.rowCount) rows, as so many are on at once"
    )
  }
  return warnings
}
