import Foundation
public import Probes
import Tensors

/// A logistic regression of a label on every neuron on its own, of one or more sites.
public struct LogitRanking: Sendable {
  /// Which rows are fitted to.
  public struct Sampling: Sendable {
    /// The rows to choose from; nil for all.
    public var rows: Range<Int>?

    /// Whether as many negative rows are drawn as there are positive ones.
    public var isBalanced = false

    /// Rows on which the fits are tried: the area under the ROC curve is reported.
    public var heldOut: Range<Int>?

    /// The seed of the draw.
    public var seed: UInt64 = 0

    /// Takes all rows.
    public init() {}
  }

  private let label: String
  private let labels: [Float]
  private let sampling: Sampling

  /// What is below which p was found, before any correction.
  private static let level = 0.05

  /// Prepares regressions on a label.
  ///
  /// - Parameters:
  ///   - label: Its name.
  ///   - labels: A number for each row; NaN where it has none.
  ///   - sampling: Which rows are fitted to.
  public init(label: String, labels: [Float], sampling: Sampling = Sampling()) {
    self.label = label
    self.labels = labels
    self.sampling = sampling
  }

  /// The rows that are fitted to, in order.
  ///
  /// All positive ones, and the negative ones or as many of them, drawn with the seed.
  ///
  /// - Throws: `AnalysisError` with code `.wrongShape` for rows that are not there.
  public func rows() throws(AnalysisError) -> [Int] {
    let range = try checked(sampling.rows, name: "--rows") ?? labels.indices
    let positives = range.filter { labels[$0] > 0 }
    var negatives = range.filter { labels[$0] <= 0 }
    if sampling.isBalanced && negatives.count > positives.count {
      var random = SplittableRandom(seed: sampling.seed).split("balance")
      negatives = Array(negatives.shuffled(using: &random).prefix(positives.count))
    }
    return (positives + negatives).sorted()
  }

  private func checked(_ range: Range<Int>?, name: String) throws(AnalysisError) -> Range<Int>? {
    if let range, range.upperBound > labels.count {
      throw AnalysisError(
        code: .wrongShape,
        message: "rows \(range.lowerBound) to \(range.upperBound) of \(labels.count)", path: name)
    }
    return range
  }

  /// The fit of some columns of a site.
  ///
  /// - Parameters:
  ///   - source: The site's rows.
  ///   - columns: The columns.
  /// - Returns: A fit for each.
  /// - Throws: `ProbeError` for rows of one class, and what reading the rows throws.
  public func fits(_ source: any LabelledRows, columns: Range<Int>) throws -> [LogitFit] {
    let rows = try rows()
    return try fits(
      try source.matrix(of: rows, columns: columns), rows: rows, site: source.site)
  }

  private func fits(_ x: Matrix, rows: [Int], site: String) throws(ProbeError) -> [LogitFit] {
    do {
      return try logitFits(x, labels: rows.map { labels[$0] > 0 })
    } catch {
      throw ProbeError(code: error.code, message: error.message, path: site)
    }
  }

  /// Fits all columns of all sites, and ranks them by how unlikely their slopes are by chance.
  ///
  /// - Parameters:
  ///   - sources: The rows of each site, all of one harvest.
  ///   - unit: Whether the columns are neurons or features.
  ///   - top: How many items to keep.
  ///   - columnLimit: How many columns are in memory at once.
  /// - Returns: The ranking; `volcano` has every column.
  /// - Throws: What `fits` throws.
  public func rank(
    _ sources: [any LabelledRows], unit: Unit, top: Int, columnLimit: Int = 8192
  ) throws -> Analysis.Ranking {
    var found: [Found] = []
    var seconds = 0.0
    for source in sources {
      for start in stride(from: 0, to: source.width, by: columnLimit) {
        let columns = start..<min(start + columnLimit, source.width)
        let areas = try heldOutAreas(source, columns: columns)
        let rows = try rows()
        let x = try source.matrix(of: rows, columns: columns)
        let began = ContinuousClock.now
        let fits = try fits(x, rows: rows, site: source.site)
        seconds += (ContinuousClock.now - began) / .seconds(1)
        for (place, fit) in fits.enumerated() {
          found.append(
            Found(
              site: source.site, index: start + place, fit: fit,
              heldOutAUC: areas.map { fit.slope < 0 ? 1 - $0[place] : $0[place] }))
        }
      }
    }
    var ranking = ranking(found, unit: unit, top: top)
    ranking.fitSeconds = seconds
    return ranking
  }

  private struct Found {
    let site: String
    let index: Int
    let fit: LogitFit
    let heldOutAUC: Double?
  }

  /// The areas under the ROC curve of columns on the rows held out.
  private func heldOutAreas(
    _ source: any LabelledRows, columns: Range<Int>
  ) throws -> [Double]? {
    guard let range = try checked(sampling.heldOut, name: "--holdout-rows") else { return nil }
    let rows = range.filter { !labels[$0].isNaN }
    let targets = rows.map { labels[$0] > 0 }
    let x = try source.matrix(of: rows, columns: columns)
    return parallelMap(columns.count, grain: 16) { range in
      range.map { column in
        let values = (0..<x.rows).map { x[$0, column] }
        return Probes.Ranking(decisions: values, labels: targets).rocAUC ?? .nan
      }
    }.flatMap { $0 }
  }

  private func ranking(_ found: [Found], unit: Unit, top: Int) -> Analysis.Ranking {
    let tests = found.map { $0.fit.converged ? $0.fit.slopeEstimate.p : .nan }
    let adjusted: [(method: MultipleTesting, p: [Double])] = MultipleTesting.allCases.map {
      ($0, $0.adjusted(tests))
    }
    let order = found.indices.sorted { a, b in
      strength(found[a].fit) == strength(found[b].fit)
        ? a < b : strength(found[a].fit) > strength(found[b].fit)
    }
    let items = order.prefix(top).map { index in
      item(found[index], adjusted: adjusted.map { ($0.method, $0.p[index]) })
    }
    let positives = found.first.map { _ in (try? rows())?.count { labels[$0] > 0 } ?? 0 } ?? 0
    let count = found.first?.fit.count ?? 0
    var ranking = Analysis.Ranking(
      label: label, by: "logit", unit: unit, rows: count, positives: positives,
      negatives: count - positives, candidates: found.count, items: Array(items),
      warnings: warnings(found))
    ranking.corrections = adjusted.map { method, p in
      Analysis.Ranking.Correction(
        method: method.rawValue, level: Self.level,
        threshold: method.threshold(tests, level: Self.level),
        found: p.count { $0 <= Self.level })
    }
    ranking.volcano = volcano(found)
    return ranking
  }

  private func strength(_ fit: LogitFit) -> Double {
    fit.converged ? abs(fit.slopeEstimate.z) : -1
  }

  private func item(_ found: Found, adjusted: [(MultipleTesting, Double)]) -> Analysis.Ranking.Item
  {
    let (fit, slope) = (found.fit, found.fit.slopeEstimate)
    var statistics: [String: Figure] = [
      "beta": Figure(fit.slope), "intercept": Figure(fit.intercept),
      "standardError": Figure(slope.standardError), "z": Figure(slope.z), "p": Figure(slope.p),
      "negativeLogP": Figure(slope.negativeLogP), "ciLow": Figure(slope.lower),
      "ciHigh": Figure(slope.upper), "pseudoR2": Figure(fit.pseudoR2),
      "logLikelihood": Figure(fit.logLikelihood), "converged": Figure(fit.converged ? 1.0 : 0.0),
      "separated": Figure([.complete, .quasi].contains(fit.separation) ? 1.0 : 0.0),
    ]
    for (method, p) in adjusted { statistics["p." + method.rawValue] = Figure(p) }
    if let area = found.heldOutAUC { statistics["heldOutAUC"] = Figure(area) }
    return Analysis.Ranking.Item(
      site: found.site, index: found.index, score: slope.z, statistics: statistics)
  }

  private func volcano(_ found: [Found]) -> [Analysis.Ranking.Volcano] {
    var sites: [String] = []
    for one in found where !sites.contains(one.site) { sites.append(one.site) }
    return sites.map { site in
      let fits = found.filter { $0.site == site && $0.fit.converged }
      return Analysis.Ranking.Volcano(
        site: site, index: fits.map(\.index), beta: fits.map(\.fit.slope),
        negativeLogP: fits.map(\.fit.slopeEstimate.negativeLogP))
    }
  }

  private func warnings(_ found: [Found]) -> [String] {
    var warnings: [String] = []
    func note(_ separations: [Separation], _ text: String) {
      let count = found.count { separations.contains($0.fit.separation) }
      if count > 0 { warnings.append("\(count) of \(found.count) columns \(text)") }
    }
    note(
      [.complete, .quasi],
      "tell the classes apart by a threshold: their slopes have no finite estimate")
    note([.constant], "never vary: they have no estimate")
    let failed = found.count { $0.fit.separation == .none && !$0.fit.converged }
    if failed > 0 { warnings.append("\(failed) of \(found.count) fits did not converge") }
    return warnings
  }
}
