import Gradients
import Tensors
public import Transformers

/// Ranks a model's units by what taking each out does to a task's prompts: foretold by the gradient
/// for all, measured for the first.
///
///     predicted[u] = −Σ_p (new − x)[p, u] · ∂metric/∂x[p, u]
///     measured[u]  = metric − metric without u
///
/// Both say by how much the metric falls. Tokens that open a sequence are left as they are: what a
/// model puts there is a place to rest attention on, and no part of any behaviour.
///
/// Source: Nanda 2023, <https://www.neelnanda.io/mechanistic-interpretability/attribution-patching>.
public struct TaskRanker: Sendable {
  let model: Transformer
  let units: RankedUnits
  let replacement: UnitReplacement
  let metric: Metric

  /// How many tokens open every sequence.
  let prefixCount: Int

  let sites: [Site]

  /// The means of each site's numbers, shape `[1, unit · width]`.
  private(set) var means: [Matrix]
  private var meanRows = 0

  /// The sums, over all positions seen, of what taking each unit out takes away.
  private var normSums: [[Double]]
  private var normRows = 0

  /// The units in order: those of the first site, then of the next.
  public let all: [RankedUnit]

  var configuration: TransformerConfiguration { model.configuration }

  /// Prepares to rank.
  ///
  /// - Parameters:
  ///   - units: Which units.
  ///   - model: The model.
  ///   - replacement: What stands in the place of what is taken out.
  ///   - metric: What falls.
  ///   - prefixCount: How many tokens open every sequence.
  public init(
    _ units: RankedUnits, of model: Transformer, replacement: UnitReplacement,
    metric: Metric = .logitDifference, prefixCount: Int = 0
  ) {
    self.units = units
    self.model = model
    self.replacement = replacement
    self.metric = metric
    self.prefixCount = prefixCount
    let configuration = model.configuration
    let sites = units.sites(in: configuration)
    self.sites = sites
    all = sites.enumerated().flatMap { place, site in
      (0..<units.count(at: site, in: configuration)).map {
        RankedUnit(site: place, siteName: site.name, index: $0)
      }
    }
    means = sites.map { site in
      let isOfFeatures = if case .features = units { true } else { false }
      let width = isOfFeatures ? units.count(at: site, in: configuration) : site.width
      return Matrix(rows: 1, columns: width)
    }
    normSums = sites.map {
      Array(repeating: 0, count: units.count(at: $0, in: configuration))
    }
  }

  /// Counts prompts into the means; only `mean` needs it, and all prompts must be counted before the
  /// first is predicted.
  ///
  /// - Parameter prompts: The prompts' tokens.
  /// - Throws: `TransformerError` when the model cannot read one.
  public mutating func observe(_ prompts: [[Int]]) throws {
    let cache = try model(Run(prompts, sites: Set(sites.map(\.name)))).cache
    let rows = cache.batch.ranges.flatMap { $0.dropFirst(prefixCount) }
    for (place, site) in sites.enumerated() {
      let values = units.values(try activation(site, in: cache)).gatheringRows(rows)
      guard let mean = values.rows > 0 ? values.meanRow : nil else { continue }
      let share = Float(values.rows) / Float(meanRows + values.rows)
      means[place].scale(by: 1 - share)
      var new = mean
      new.scale(by: share)
      means[place] += new
    }
    meanRows += rows.count
  }

  /// What the gradient foretells of each unit's taking out.
  ///
  /// - Parameter prompts: The prompts.
  /// - Returns: For each prompt the fall of the metric by each unit, in the order of `all`.
  /// - Throws: `AnalysisError` with code `.unalignedPrompts` where a twin is needed and missing.
  public mutating func predictions(_ prompts: [TaskPrompt]) throws -> [[Float]] {
    let (metric, answers) = (self.metric, prompts.map(\.answer))
    try model.weights.unembedding.check(answers)
    let names = Set(sites.map(\.name))
    let run = Run(
      prompts.map(\.tokens),
      gradientOf: .function { metric.gradient(at: $0, answers: answers) }, at: names,
      sites: names, logits: .last)
    let result = try model(run)
    let twins =
      try replacement == .twin ? model(Run(self.twins(of: prompts), sites: names)).cache : nil
    var found = prompts.map { _ in [Float]() }
    for (place, site) in sites.enumerated() {
      let x = units.values(try activation(site, in: result.cache))
      let change = try self.change(of: x, at: place, twins: twins)
      let gradient = units.gradients(try activation(site, in: result.gradients))
      count(change, at: place, rows: result.cache.batch.ranges)
      for (prompt, range) in result.cache.batch.ranges.enumerated() {
        found[prompt] += falls(
          change, gradient, rows: range.dropFirst(prefixCount), unitCount: normSums[place].count)
      }
    }
    normRows += result.cache.batch.ranges.reduce(0) { $0 + $1.count - prefixCount }
    return found
  }

  private func twins(of prompts: [TaskPrompt]) throws(AnalysisError) -> [[Int]] {
    let twins = prompts.compactMap(\.corruptedTokens)
    guard twins.count == prompts.count else {
      throw AnalysisError(
        code: .unalignedPrompts,
        message: "\(prompts.count - twins.count) of \(prompts.count) prompts have no twin: "
          + "take out to zero or to the mean", path: "prompts")
    }
    return twins
  }

  /// What taking out adds to the units' numbers.
  func change(of x: Matrix, at place: Int, twins: ActivationCache?) throws -> Matrix {
    var change = x
    change.scale(by: -1)
    switch replacement {
    case .zero: break
    case .mean: change.addToRows(means[place])
    case .twin:
      if let twins { change += units.values(try activation(sites[place], in: twins)) }
    }
    return change
  }

  private mutating func count(_ change: Matrix, at place: Int, rows: [Range<Int>]) {
    let norms = units.norms(ofChange: change, at: sites[place], in: model)
    for row in rows.flatMap({ $0.dropFirst(prefixCount) }) {
      let lengths = norms[row: row]
      for unit in lengths.indices { normSums[place][unit] += Double(lengths[unit]) }
    }
  }

  /// How long in the mean the vector is that taking a unit out takes from the residual stream.
  public func norm(of unit: RankedUnit) -> Double {
    normSums[unit.site][unit.index] / Double(max(normRows, 1))
  }

  private func falls(
    _ change: Matrix, _ gradient: Matrix, rows: some Sequence<Int>, unitCount: Int
  ) -> [Float] {
    let width = change.columns / unitCount
    var sums = [Double](repeating: 0, count: unitCount)
    for row in rows {
      let (a, b) = (change[row: row], gradient[row: row])
      for unit in 0..<unitCount {
        for column in unit * width..<(unit + 1) * width {
          sums[unit] -= Double(a[column]) * Double(b[column])
        }
      }
    }
    return sums.map(Float.init)
  }

  func activation(_ site: Site, in cache: ActivationCache) throws -> Matrix {
    guard let x = cache[site.name] else {
      throw AnalysisError(
        code: .notRecorded, message: "the run did not record this site", path: site.name)
    }
    return x
  }

  /// The columns of a site's numbers that are a unit's.
  func columns(of unit: RankedUnit) -> [Int] {
    let width = means[unit.site].columns / normSums[unit.site].count
    return Array(unit.index * width..<(unit.index + 1) * width)
  }
}

/// A unit by its place in a ranking's order.
public struct RankedUnit: Hashable, Sendable {
  /// Which of the ranked sites.
  let site: Int

  /// The site's name.
  public let siteName: String

  /// The head, neuron or feature.
  public let index: Int

  /// The unit's name.
  ///
  /// - Parameters:
  ///   - unit: What it is.
  ///   - sae: The name of the autoencoder whose feature it is.
  /// - Returns: Such as `10.7`.
  public func name(_ unit: Unit, sae: String?) -> String {
    unit.name(site: siteName, index: index, sae: sae)
  }
}
