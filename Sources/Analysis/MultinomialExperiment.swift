public import Activations
import Probes

/// A probe that tells several classes apart: how it was fitted, and each class's scores.
public struct MultinomialResult: Codable, Hashable, Sendable {
  /// One class.
  public struct Class: Codable, Hashable, Sendable {
    /// Its name.
    public var name: String

    /// How many held-out rows have it.
    public var rows: Int

    /// Its scores on held-out rows.
    public var precision: Double
    public var recall: Double
    public var f1: Double

    /// Its intercept, and its coefficients that are not zero.
    public var intercept: Double
    public var active: [ProbeTraining.Coefficient]
  }

  /// The site.
  public var site: String

  /// What was minimized, and how far above its minimum it is at most.
  public var objective: Double
  public var dualityGap: Double
  public var iterations: Int
  public var converged: Bool

  /// The share of held-out rows that are called what they are, and that of the commonest class.
  public var accuracy: Double
  public var majority: Double

  /// How many rows were fitted to, and how many held out.
  public var trainRows: Int
  public var testRows: Int

  /// The classes.
  public var classes: [Class]
}

/// Fits probes that tell several classes apart.
public struct MultinomialExperiment: Sendable {
  private let harvest: HarvestFolder
  private let names: [String]
  private let classes: [Float]
  private let testFraction: Double
  private let kind: LabelledSplit.Kind
  private let plan: ProbePlan

  /// Makes an experiment.
  ///
  /// - Parameters:
  ///   - harvest: The harvest.
  ///   - classes: The classes' names.
  ///   - columns: Of each class, a number for each row that is 1 where it holds. Rows of which none
  ///     holds are left out.
  ///   - testFraction: The share of documents to score on.
  ///   - kind: How rows are parted.
  ///   - plan: The regression.
  public init(
    harvest: HarvestFolder, classes: [String], columns: [[Float]], testFraction: Double,
    kind: LabelledSplit.Kind, plan: ProbePlan
  ) {
    self.harvest = harvest
    names = classes
    self.classes = (0..<harvest.rowCount).map { row in
      columns.firstIndex { $0[row] > 0 }.map(Float.init) ?? .nan
    }
    self.testFraction = testFraction
    self.kind = kind
    self.plan = plan
  }

  /// Fits and scores the probe of a site.
  ///
  /// - Parameter source: The site.
  /// - Returns: The probe and its scores.
  /// - Throws: `ProbeError` for a class without rows to fit to, and what reading the harvest throws.
  public func run(_ source: ProbeSource) throws -> MultinomialResult {
    let split = try LabelledSplit(
      of: harvest, labels: classes, testFraction: testFraction, kind: kind)
    let train = try PreparedRows(source.rows(split.train.rows, byteLimit: plan.byteLimit))
    let trainClasses = split.train.rows.map { Int(classes[$0]) }
    if let missing = names.indices.first(where: { !trainClasses.contains($0) }) {
      throw ProbeError(
        code: .badLabels,
        message: "'\(names[missing])' has no rows to fit to: leave it out or harvest more pages",
        path: source.site)
    }
    let fit = try MultinomialRegression(plan.regression).fit(
      train, classes: trainClasses, classCount: names.count)
    let test = try source.rows(split.test.rows, byteLimit: plan.byteLimit)
    return result(
      fit, source.site, called: try fit.classes(test),
      actual: split.test.rows.map { Int(classes[$0]) }, trainRows: trainClasses.count)
  }

  private func result(
    _ fit: MultinomialFit, _ site: String, called: [Int], actual: [Int], trainRows: Int
  ) -> MultinomialResult {
    let right = zip(called, actual).count { $0 == $1 }
    let counts = names.indices.map { k in actual.count { $0 == k } }
    return MultinomialResult(
      site: site, objective: fit.objective, dualityGap: fit.dualityGap, iterations: fit.iterations,
      converged: fit.converged, accuracy: Double(right) / Double(actual.count),
      majority: Double(counts.max() ?? 0) / Double(actual.count), trainRows: trainRows,
      testRows: actual.count,
      classes: names.indices.map { k in
        let scores = Scores(
          decisions: called.map { $0 == k ? 1 : -1 }, labels: actual.map { $0 == k })
        return MultinomialResult.Class(
          name: names[k], rows: counts[k], precision: scores.precision, recall: scores.recall,
          f1: scores.f1, intercept: fit.intercepts[k],
          active: fit.coefficients[k].enumerated().filter { $0.element != 0 }.map {
            ProbeTraining.Coefficient(index: $0.offset, coefficient: $0.element)
          })
      })
  }
}
