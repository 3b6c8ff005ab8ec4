/// Writes the texts of a dashboard, each sequence and each token once.
struct PassageWriter {
  private let table: ActivityTable
  private let options: DashboardOptions
  private var passagePlaces: [Int: Int] = [:]
  private var tokenPlaces: [String: Int] = [:]

  /// The texts of tokens, so far.
  private(set) var vocabulary: [String] = []

  /// The sequences, so far.
  private(set) var passages: [FeatureDashboard.Passage] = []

  init(table: ActivityTable, options: DashboardOptions) {
    self.table = table
    self.options = options
  }

  /// Writes a feature's part of the dashboard.
  mutating func feature(
    _ index: Int, _ survey: FeatureSurvey, _ effects: LogitEffects?,
    text: (Int) throws -> SequenceText
  ) throws -> FeatureDashboard.Feature {
    FeatureDashboard.Feature(
      index: index, histogram: survey.histogram,
      examples: try survey.highest.map { try example(of: $0, survey.column, text: text) },
      samples: try survey.samples.map { try example(of: $0, survey.column, text: text) },
      top: (effects?.top ?? []).map { effect($0) },
      bottom: (effects?.bottom ?? []).map { effect($0) },
      features: survey.features, neurons: survey.neurons)
  }

  private mutating func effect(_ effect: LogitEffects.Effect) -> FeatureDashboard.TokenEffect {
    .init(token: place(of: effect.token), value: Float(effect.value))
  }

  private mutating func example(
    of row: RankedRow, _ column: Int, text: (Int) throws -> SequenceText
  ) throws -> FeatureDashboard.Example {
    let passage = try place(ofSequence: row.sequence, text: text)
    let position = table.places[row.row].position
    let count = passages[passage].tokens.count
    guard position >= 0 && position < count else {
      throw AnalysisError(
        code: .wrongShape,
        message: "a row is at position \(position) of sequence \(row.sequence), which has \(count) "
          + "tokens", path: "the harvest")
    }
    let (first, values) = table.window(
      about: row.row, column: column, before: options.before, after: options.after)
    return .init(
      passage: passage, position: position, first: first,
      values: Array(values.prefix(count - first)))
  }

  private mutating func place(
    ofSequence sequence: Int, text: (Int) throws -> SequenceText
  ) throws -> Int {
    if let place = passagePlaces[sequence] { return place }
    let words = try text(sequence)
    passages.append(
      .init(
        document: words.document, sequence: sequence, tokens: words.tokens.map { place(of: $0) }))
    passagePlaces[sequence] = passages.count - 1
    return passages.count - 1
  }

  private mutating func place(of token: String) -> Int {
    if let place = tokenPlaces[token] { return place }
    vocabulary.append(token)
    tokenPlaces[token] = vocabulary.count - 1
    return vocabulary.count - 1
  }
}
