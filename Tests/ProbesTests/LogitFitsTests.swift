import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct LogitFitsTests {
  /// statsmodels stops once a step is below 1e-8 of a unit; what it prints has that much error.
  @Test func agreesWithStatsmodels() throws {
    let golden = try LogitGolden()
    let fits = try logitFits(golden.x, labels: golden.labels)
    // Its likelihood without the column is a fit of its own, 1e-10 off: so is what a tiny pseudo-R²
    // makes of it, and the square root of that the probability.
    let slack = ["pseudoR2": 2e-10, "likelihoodRatioP": 1e-4]
    let checks: [(String, (LogitFit) -> Double)] = [
      ("beta", { $0.slope }), ("intercept", { $0.intercept }),
      ("standardError", { $0.slopeEstimate.standardError }),
      ("interceptError", { $0.interceptEstimate.standardError }),
      ("z", { $0.slopeEstimate.z }), ("p", { $0.slopeEstimate.p }),
      ("ciLow", { $0.slopeEstimate.lower }), ("ciHigh", { $0.slopeEstimate.upper }),
      ("pseudoR2", { $0.pseudoR2 }), ("logLikelihood", { $0.logLikelihood }),
      ("likelihoodRatioP", { $0.likelihoodRatioP }),
    ]
    for (name, value) in checks {
      let expected = try #require(golden.facts.statistics[name])
      for (neuron, expected) in expected.enumerated() {
        let found = value(fits[neuron])
        #expect(
          abs(found - expected) <= 1e-6 * abs(expected) + (slack[name] ?? 1e-10),
          "\(name) of \(neuron): \(found)")
      }
    }
  }

  @Test func flagsWhatStatsmodelsWarnsOf() throws {
    let golden = try LogitGolden()
    let fits = try logitFits(golden.x, labels: golden.labels)
    for (neuron, isPerfect) in golden.facts.perfectSeparation.enumerated() {
      #expect((fits[neuron].separation == .complete) == isPerfect, "\(neuron)")
    }
    for (neuron, isUnconverged) in golden.facts.unconverged.enumerated() {
      #expect((fits[neuron].separation != .none) == isUnconverged, "\(neuron)")
      #expect(fits[neuron].converged == !isUnconverged)
    }
    for fit in fits.suffix(8) {
      #expect(fit.separation == .constant && fit.slope.isNaN && fit.slopeEstimate.p.isNaN)
    }
  }

  @Test func printsTheTableOfStatsmodels() throws {
    let golden = try LogitGolden()
    let fits = try logitFits(golden.x, labels: golden.labels)
    for (neuron, expected) in golden.facts.summaries.enumerated() {
      let found = fits[neuron].summary().split(separator: "\n", omittingEmptySubsequences: false)
      let lines = expected.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(found.count == lines.count)
      for (line, (found, expected)) in zip(found, lines).enumerated() {
        // The date and the time stand on the left of two lines.
        let start = line == 5 || line == 6 ? 40 : 0
        #expect(found.dropFirst(start) == expected.dropFirst(start))
      }
    }
  }

  @Test func nearlySeparatedColumnsConverge() throws {
    // One row of a hundred on the wrong side, at a great distance.
    var elements = (0..<100).map { Float($0) }
    elements[0] = 1e6
    let labels = (0..<100).map { $0 >= 50 }
    let fit = try logitFits(Matrix(rows: 100, columns: 1, elements: elements), labels: labels)[0]
    #expect(fit.converged && fit.separation == .none)
    let swapped = try logitFits(
      Matrix(rows: 100, columns: 1, elements: (0..<100).map { $0 == 50 ? 49.4 : Float($0) }),
      labels: (0..<100).map { $0 >= 49 && $0 != 49 })[0]
    #expect(swapped.separation == .complete)
    let near = try logitFits(
      Matrix(rows: 100, columns: 1, elements: (0..<100).map { $0 == 50 ? 48.5 : Float($0) }),
      labels: (0..<100).map { $0 >= 50 })[0]
    #expect(near.converged && near.slope > 1)
  }

  @Test func unitsDoNotMatter() throws {
    let golden = try LogitGolden()
    var scaled = golden.x.columns(0..<4).contiguous
    for row in 0..<scaled.rows {
      for column in 0..<4 { scaled[row, column] = scaled[row, column] * 4096 }
    }
    let fits = try logitFits(golden.x.columns(0..<4), labels: golden.labels)
    for (fit, other) in zip(fits, try logitFits(scaled, labels: golden.labels)) {
      #expect(abs(fit.slopeEstimate.z - other.slopeEstimate.z) < 1e-9 * abs(fit.slopeEstimate.z))
      #expect(abs(fit.slope - 4096 * other.slope) < 1e-9 * abs(fit.slope))
    }
  }

  @Test func rowsRepeatedOnlyNarrowTheIntervals() throws {
    let golden = try LogitGolden()
    let once = golden.x.columns(0..<8).contiguous
    let x = once.gatheringRows((0..<7).flatMap { _ in 0..<once.rows })
    let labels = (0..<7).flatMap { _ in golden.labels }
    for (one, seven) in zip(
      try logitFits(once, labels: golden.labels), try logitFits(x, labels: labels))
    {
      #expect(abs(seven.slope - one.slope) < 1e-9 * abs(one.slope))
      #expect(abs(7 * seven.slopeVariance - one.slopeVariance) < 1e-9 * one.slopeVariance)
      #expect(abs(seven.logLikelihood - 7 * one.logLikelihood) < -1e-9 * one.logLikelihood)
    }
  }

  @Test func doesNotDependOnTheNumberOfThreads() throws {
    let golden = try LogitGolden()
    let count = Threads.count
    defer { Threads.count = count }
    let fits = try [1, 2].map { threads in
      Threads.count = threads
      return try logitFits(golden.x.columns(0..<500), labels: golden.labels)
    }
    #expect(fits[0] == fits[1])
  }

  @Test func refusesOneClass() throws {
    let x = normalMatrix(rows: 4, columns: 2, seed: 1)
    let error = #expect(throws: ProbeError.self) {
      try logitFits(x, labels: [true, true, true, true])
    }
    #expect(error?.code == .badLabels)
  }
}

@Suite struct MultipleTestingTests {
  @Test func agreesWithStatsmodels() throws {
    let facts = try LogitGolden().facts
    let p = try #require(facts.statistics["p"])
    let cases: [(MultipleTesting, [Double])] = [
      (.bonferroni, facts.bonferroni), (.holm, facts.holm),
      (.benjaminiHochberg, facts.benjaminiHochberg),
    ]
    for (method, expected) in cases {
      for (found, expected) in zip(method.adjusted(p), expected) {
        #expect(abs(found - expected) <= 1e-12 * expected)
      }
    }
  }

  @Test func passesOverWhatWasNotTested() {
    let p = [0.01, .nan, 0.04]
    #expect(MultipleTesting.bonferroni.adjusted(p)[0] == 0.02)
    #expect(MultipleTesting.holm.adjusted(p)[1].isNaN)
    #expect(MultipleTesting.bonferroni.threshold(p, level: 0.05) == 0.025)
    #expect(MultipleTesting.holm.threshold(p, level: 0.05) == 0.04)
    #expect(MultipleTesting.benjaminiHochberg.threshold([0.9], level: 0.05) == 0)
  }
}

@Suite struct DistributionTests {
  @Test func studentsTailsAreScipys() {
    // scipy.stats.t.sf(abs(t), df) * 2
    #expect(abs(StudentDistribution.twoSidedTail(2, degrees: 10) - 0.07338803477074037) < 1e-14)
    #expect(abs(StudentDistribution.twoSidedTail(-0.5, degrees: 3.5) - 0.6471440) < 2e-3)
    #expect(StudentDistribution.twoSidedTail(0, degrees: 5) == 1)
    #expect(StudentDistribution.twoSidedTail(.infinity, degrees: 5) == 0)
  }

  @Test func logarithmsOfTailsGoOnWhereProbabilitiesEnd() {
    let before = NormalDistribution.negativeLogTail(36.9999)
    let after = NormalDistribution.negativeLogTail(37.0001)
    #expect(abs(after - before - 0.0002 * 37) < 1e-3)
    #expect(NormalDistribution.negativeLogTail(100) > 5000)
  }
}

/// What statsmodels says of 500 columns and of 24 that cannot be fitted.
struct LogitGolden {
  struct Facts: Decodable {
    let statistics: [String: [Double]]
    let perfectSeparation: [Bool]
    let unconverged: [Bool]
    let bonferroni: [Double]
    let holm: [Double]
    let benjaminiHochberg: [Double]
    let welchT: [Double]
    let welchP: [Double]
    let summaries: [String]
  }

  let x: Matrix
  let labels: [Bool]
  let facts: Facts

  init() throws {
    let file = try SafetensorsFile(path: goldenPath("Probes/logits.safetensors"))
    x = try file.tensor("x").matrix
    labels = try file.tensor("labels").elements.map { $0 == 1 }
    let json = try Data(contentsOf: URL(fileURLWithPath: goldenPath("Probes/logits.json")))
    facts = try JSONDecoder().decode(Facts.self, from: json)
  }
}
