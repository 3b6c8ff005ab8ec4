import Foundation
public import Probes
import Tensors

/// Probes of one label for some sites, fitted to one part of the rows and scored on the other.
public struct ProbeExperiment: Sendable {
  private let split: LabelledSplit
  private let label: String
  private let plan: ProbePlan

  /// Makes an experiment.
  ///
  /// - Parameters:
  ///   - split: The labelled rows.
  ///   - label: The label's name.
  ///   - plan: What is done.
  public init(split: LabelledSplit, label: String, plan: ProbePlan) {
    self.split = split
    self.label = label
    self.plan = plan
  }

  /// A probe, and what is told of it beside.
  public struct Outcome: Sendable {
    /// The probe.
    public let probe: Probe

    /// What results tell of it.
    public let report: ProbeTraining.Probe
  }

  /// What fitting came to.
  public struct Result: Sendable {
    /// The probes, in the order of their sites.
    public let outcomes: [Outcome]

    /// What is printed.
    public let training: ProbeTraining
  }

  /// Fits and scores the probes of all sites.
  ///
  /// Sites that are small are worked on at once, so that each thread has one; of a large one all
  /// threads share each step.
  ///
  /// - Parameters:
  ///   - sources: The sites.
  ///   - progress: Called with the number of sites that are done.
  /// - Returns: The probes.
  /// - Throws: `ProbeError` for rows of one class or numbers that are not finite, naming the site, and
  ///   what reading the harvest throws.
  public func run(
    _ sources: [ProbeSource], progress: (Int) -> Void = { _ in }
  ) throws -> Result {
    var outcomes: [Outcome] = []
    var (leakage, seconds) = (RowLeakage?.none, 0.0)
    for group in groups(of: sources) {
      let readings = try group.map { try reading($0) }
      leakage = leakage ?? readings.first.flatMap(self.leakage)
      let start = ContinuousClock.now
      let fits = parallelMap(readings.count) { range in
        range.map { index in Swift.Result { try fitted(readings[index]) } }
      }.flatMap { $0 }
      seconds += (ContinuousClock.now - start) / .seconds(1)
      for (reading, fit) in zip(readings, fits) {
        for (probe, details) in try fit.get() {
          outcomes.append(try scored(probe, details, reading))
        }
      }
      progress(outcomes.count / max(plan.sparsities.count, 1))
    }
    return Result(
      outcomes: outcomes, training: training(outcomes, leakage: leakage, seconds: seconds))
  }

  /// Sites that are in memory together: as many as there are threads where they are small.
  private func groups(of sources: [ProbeSource]) -> [[ProbeSource]] {
    let isSmall = sources.allSatisfy { !$0.exceeds(64 << 20, rows: split.train.rows.count) }
    let size = isSmall ? max(Threads.count, 1) * 4 : 1
    return stride(from: 0, to: sources.count, by: size).map {
      Array(sources[$0..<min($0 + size, sources.count)])
    }
  }

  /// A site's rows in memory.
  struct Reading: Sendable {
    let site: String
    let sae: String?
    let train: any DesignMatrix
    let test: any DesignMatrix
  }

  private func reading(_ source: ProbeSource) throws -> Reading {
    Reading(
      site: source.site, sae: source.sae,
      train: try source.rows(split.train.rows, byteLimit: plan.byteLimit),
      test: try source.rows(split.test.rows, byteLimit: plan.byteLimit))
  }

  private func leakage(_ reading: Reading) -> RowLeakage? {
    guard let train = reading.train as? Matrix, let test = reading.test as? Matrix else {
      return nil
    }
    return RowLeakage(of: split, train: fingerprints(of: train), test: fingerprints(of: test))
  }

  private func training(
    _ outcomes: [Outcome], leakage: RowLeakage?, seconds: Double
  ) -> ProbeTraining {
    var warnings: [String] = []
    for outcome in outcomes where !outcome.probe.converged {
      warnings.append(
        outcome.probe.isSeparated == true
          ? "\(outcome.probe.site): a plane parts the classes, so that without a penalty no "
            + "coefficients are the likeliest; choose a penalty"
          : plan.saga.map {
            "\(outcome.probe.site): saga stopped after \($0.maximumIterations) epochs without "
              + "having converged"
          } ?? "\(outcome.probe.site): did not reach the tolerance")
    }
    if let warning = leakage?.warning { warnings.append(warning) }
    return ProbeTraining(
      probes: outcomes.map(\.report), split: ProbeTraining.Split(split), leakage: leakage,
      fitSeconds: seconds, warnings: warnings.isEmpty ? nil : warnings)
  }
}

extension ProbeExperiment {
  /// The probes of a site, one for each number of columns asked for, with what is told beside.
  private func fitted(_ reading: Reading) throws -> [(Probe, ProbeTraining.Details)] {
    let labels = split.train.labels
    var (regression, details) = (plan.regression, ProbeTraining.Details())
    do {
      let rows = try PreparedRows(reading.train)
      if plan.foldCount > 0 {
        let validation = try CrossValidation(
          of: regression, rows, labels: labels, documents: split.train.documents,
          Cs: try regression.pathCs(max(plan.pathLength, 10), rows, labels: labels),
          foldCount: plan.foldCount, seed: plan.seed, sampleWeights: trainWeights)
        regression.C = validation.best
        details.crossValidation = .init(
          points: validation.points, best: validation.best, simplest: validation.simplest)
      }
      if plan.pathLength > 0 { details.path = try path(regression, rows, reading) }
      guard plan.sparsities.isEmpty else {
        return try sparse(regression, rows, reading.site, details)
      }
      let fit = try fit(regression, rows)
      if plan.bootstraps > 0 { details.stability = try stability(regression, rows, fit) }
      var probe = Probe(fit, of: regression, site: reading.site, label: label)
      try probe.addMeans(reading.train, labels: labels)
      return [(probe, details)]
    } catch let error as ProbeError {
      throw ProbeError(code: error.code, message: error.message, path: error.path ?? reading.site)
    }
  }

  private var trainWeights: [Double]? {
    plan.sampleWeights.map { weights in split.train.rows.map { weights[$0] } }
  }

  private func fit(_ regression: LogisticRegression, _ rows: PreparedRows) throws -> LogisticFit {
    guard var saga = plan.saga else {
      return try regression.fit(rows, labels: split.train.labels, sampleWeights: trainWeights)
    }
    guard let x = rows.design as? Matrix else {
      throw ProbeError(
        code: .badConfiguration, message: "--compat saga needs rows in memory: raise --memory")
    }
    saga.regression = regression
    return try saga.fit(x, labels: split.train.labels)
  }

  private func sparse(
    _ regression: LogisticRegression, _ rows: PreparedRows, _ site: String,
    _ details: ProbeTraining.Details
  ) throws -> [(Probe, ProbeTraining.Details)] {
    let labels = split.train.labels
    let largest = min(plan.sparsities.max() ?? 0, rows.columnCount)
    let isNested = plan.selector != .l1 && plan.selector != .adaptive
    let ranked =
      isNested ? try plan.selector.columns(largest, of: rows, labels: labels, for: regression) : []
    return try plan.sparsities.map { count in
      let columns =
        isNested
        ? Array(ranked.prefix(count))
        : try plan.selector.columns(count, of: rows, labels: labels, for: regression)
      let fit = try regression.fit(
        rows, labels: labels, onColumns: columns, sampleWeights: trainWeights)
      var probe = Probe(fit, of: regression, site: site, label: label)
      try probe.addMeans(rows.design, labels: labels)
      var details = details
      details.sparsity = .init(
        k: count, selector: plan.selector.rawValue, columns: columns,
        threshold: columns.count == 1 ? try threshold(columns[0], rows) : nil)
      return (probe, details)
    }
  }

  private func threshold(_ column: Int, _ rows: PreparedRows) throws -> ValueRuns.Threshold? {
    let values = try rows.design.gatheredColumns([column])
    return ValueRuns(values[0], labels: split.train.labels).bestThreshold
  }

  private func path(
    _ regression: LogisticRegression, _ rows: PreparedRows, _ reading: Reading
  ) throws -> [ProbeTraining.PathPoint] {
    let labels = split.train.labels
    let path = try RegularizationPath(
      of: regression, rows, labels: labels,
      Cs: try regression.pathCs(plan.pathLength, rows, labels: labels),
      sampleWeights: trainWeights)
    return try zip(path.Cs, path.fits).map { C, fit in
      let scores = Scores(
        decisions: try fit.decisions(reading.test), labels: split.test.labels)
      return ProbeTraining.PathPoint(C, fit, scores)
    }
  }

  private func stability(
    _ regression: LogisticRegression, _ rows: PreparedRows, _ fit: LogisticFit
  ) throws -> ProbeTraining.Stability {
    let stability = try SupportStability(
      of: regression, rows, labels: split.train.labels,
      documents: split.train.documents, draws: plan.bootstraps, seed: plan.seed, startingAt: fit,
      sampleWeights: trainWeights)
    return .init(draws: stability.draws, columns: stability.entries)
  }

  /// Scores a probe on both parts.
  private func scored(
    _ probe: Probe, _ details: ProbeTraining.Details, _ reading: Reading
  ) throws -> Outcome {
    var (probe, details) = (probe, details)
    probe.sae = reading.sae
    let train = try probe.decisions(reading.train)
    let test = try probe.decisions(reading.test)
    probe.train = Scores(decisions: train, labels: split.train.labels)
    probe.test = Scores(decisions: test, labels: split.test.labels)
    details.add(
      decisions: test, labels: split.test.labels, documents: split.test.documents,
      seed: plan.seed)
    if plan.permutations > 0, let observed = probe.test?.rocAUC {
      var regression = plan.regression
      regression.C = probe.C
      let null = try PermutationNull(
        of: regression,
        train: .init(
          reading.train, labels: split.train.labels, documents: split.train.documents),
        test: .init(
          reading.test, labels: split.test.labels, documents: split.test.documents),
        observed: observed, count: plan.permutations, seed: plan.seed)
      details.permutations = .init(
        count: null.rocAUCs.count, meanROCAUC: null.mean, p: null.p, rocAUCs: null.rocAUCs)
    }
    return Outcome(probe: probe, report: ProbeTraining.Probe(probe, details: details))
  }
}
