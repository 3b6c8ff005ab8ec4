/// A model's units in the order of what taking each out does to a task: the result of `rank … --task`.
public struct TaskRanking: Codable, Hashable, Sendable {
  /// One unit.
  public struct Item: Codable, Hashable, Sendable {
    /// The unit's name: `10.7`, `8.1234`, `SAE:456`.
    public var name: String

    /// The site's name.
    public var site: String

    /// The head, neuron or feature.
    public var index: Int

    /// By how much the metric falls without it, as the gradient foretells: the mean over prompts.
    @Figure public var score: Double

    /// `predicted`, `predictedLow`, `predictedHigh`, `measured`, `measuredLow`, `measuredHigh`, and
    /// `norm`, how long the vector is that taking it out takes from the residual stream.
    public var statistics: [String: Figure]
  }

  /// Taking the first units out together.
  public struct Joint: Codable, Hashable, Sendable {
    /// How many.
    public var count: Int

    /// The task on other documents than those ranked on, and without the units.
    public var score: TaskScores.Score

    /// Makes a result.
    public init(count: Int, score: TaskScores.Score) {
      self.count = count
      self.score = score
    }
  }

  /// The task's name.
  public var task: String

  /// The model's name.
  public var model: String

  /// What is ranked.
  public var unit: Unit

  /// The name of the autoencoder whose features they are.
  public var sae: String?

  /// What stands in the place of what is taken out.
  public var replacement: UnitReplacement

  /// What falls.
  public var metric: Metric

  /// Its mean over the prompts.
  @Figure public var metricMean: Double

  /// How many prompts.
  public var prompts: Int

  /// How many units were compared, of which `items` may be the first few.
  public var candidates: Int

  /// How what was foretold and what was measured go together; nil where nothing was measured.
  public var correlation: Correlation?

  /// The units with the largest effects first, whichever their sign.
  public var items: [Item]

  /// What taking the most helpful out together does.
  public var joint: [Joint]?

  /// What a reader should know before trusting the numbers.
  public var warnings: [String] = []

  /// Begins a ranking without items.
  ///
  /// - Parameters:
  ///   - task: The task's name.
  ///   - model: The model's name.
  ///   - unit: What is ranked.
  ///   - sae: The name of the autoencoder whose features they are.
  ///   - replacement: What stands in the place of what is taken out.
  ///   - metric: What falls.
  ///   - metricMean: Its mean over the prompts.
  ///   - prompts: How many prompts.
  ///   - candidates: How many units were compared.
  public init(
    task: String, model: String, unit: Unit, sae: String? = nil, replacement: UnitReplacement,
    metric: Metric, metricMean: Double, prompts: Int, candidates: Int
  ) {
    self.task = task
    self.model = model
    self.unit = unit
    self.sae = sae
    self.replacement = replacement
    self.metric = metric
    self.metricMean = metricMean
    self.prompts = prompts
    self.candidates = candidates
    items = []
  }

  /// Adds the items of largest effect, and how what was foretold of them goes with what was measured.
  ///
  /// - Parameters:
  ///   - builder: What was foretold and measured.
  ///   - top: How many items.
  ///   - ranker: What knows the units' norms.
  public mutating func add(_ builder: TaskRankingBuilder, top: Int, by ranker: TaskRanker) {
    items = builder.items(
      builder.largest(top), unit: unit, sae: sae, norm: { ranker.norm(of: $0) })
    correlation = Self.correlation(
      of: builder.items(
        builder.measuredUnits, unit: unit, sae: sae, norm: { ranker.norm(of: $0) }))
  }
}

/// Makes the ranking of predictions as they come in, prompt by prompt.
public struct TaskRankingBuilder: Sendable {
  private let units: [RankedUnit]
  private var predictions: [[Float]] = []
  private var measured: [RankedUnit: [Double]] = [:]

  /// Begins with a ranker's units.
  public init(_ units: [RankedUnit]) { self.units = units }

  /// Adds what was foretold for prompts.
  public mutating func add(_ predictions: [[Float]]) { self.predictions += predictions }

  /// Adds what was measured on a prompt.
  public mutating func add(_ values: [Double], of units: [RankedUnit]) {
    for (unit, value) in zip(units, values) { measured[unit, default: []].append(value) }
  }

  /// How many prompts were foretold of.
  public var promptCount: Int { predictions.count }

  /// The units that were measured, in the ranker's order.
  var measuredUnits: [RankedUnit] { units.filter { measured[$0] != nil } }

  /// The mean that was foretold for each unit.
  private var means: [Double] {
    var sums = [Double](repeating: 0, count: units.count)
    for row in predictions {
      for index in sums.indices { sums[index] += Double(row[index]) }
    }
    return sums.map { $0 / Double(max(predictions.count, 1)) }
  }

  /// The units with the largest predictions, whichever their sign.
  public func largest(_ count: Int) -> [RankedUnit] {
    order(by: abs).prefix(count).map { units[$0] }
  }

  /// The units without which the metric is foretold to fall most.
  public func mostHelpful(_ count: Int) -> [RankedUnit] {
    let means = means
    return order { $0 }.prefix(count).filter { means[$0] > 0 }.map { units[$0] }
  }

  private func order(by size: (Double) -> Double) -> [Int] {
    let sizes = means.map(size)
    return sizes.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
  }

  /// The items of some units.
  ///
  /// - Parameters:
  ///   - chosen: The units, in order.
  ///   - unit: What they are.
  ///   - sae: The name of the autoencoder whose features they are.
  ///   - norm: How much taking each out takes away.
  /// - Returns: The items.
  public func items(
    _ chosen: [RankedUnit], unit: Unit, sae: String?, norm: (RankedUnit) -> Double
  ) -> [TaskRanking.Item] {
    let places = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1, $0) })
    return chosen.map { chosen in
      let place = places[chosen] ?? 0
      let predicted = MeanInterval(of: predictions.map { Double($0[place]) })
      var statistics = predicted.figures("predicted")
      statistics["norm"] = Figure(norm(chosen))
      if let values = measured[chosen] {
        statistics.merge(MeanInterval(of: values).figures("measured")) { $1 }
      }
      return TaskRanking.Item(
        name: unit.name(site: chosen.siteName, index: chosen.index, sae: sae),
        site: chosen.siteName, index: chosen.index, score: predicted.mean, statistics: statistics)
    }
  }
}

extension MeanInterval {
  /// The mean under a name, and the interval's ends under that with `Low` and `High`.
  fileprivate func figures(_ name: String) -> [String: Figure] {
    var figures = [name: Figure(mean)]
    if let ciLow, let ciHigh {
      figures[name + "Low"] = Figure(ciLow)
      figures[name + "High"] = Figure(ciHigh)
    }
    return figures
  }
}

extension TaskRanking {
  /// How what was foretold of items and what was measured of them go together.
  static func correlation(of items: [Item]) -> Correlation? {
    let pairs = items.compactMap { item in
      item.statistics["measured"].map { (item.score, $0.wrappedValue) }
    }
    return pairs.count < 2 ? nil : Correlation(pairs.map(\.0), pairs.map(\.1))
  }
}
