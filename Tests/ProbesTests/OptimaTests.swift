import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct OptimaTests {
  /// The objective of 20 hard problems, and a gap that bounds the distance to it, early and late.
  @Test func reachesTheMinimaOfHardProblems() throws {
    let golden = try OptimaGolden()
    #expect(golden.facts.problems.count == 20)
    for problem in golden.facts.problems {
      let (x, labels) = try golden.rows(problem.name)
      var regression = LogisticRegression(
        penalty: problem.l1 == 1 ? .l1 : .elasticNet(l1Ratio: problem.l1), C: problem.C)
      regression.tolerance = 1e-7
      let fit = try regression.fit(x, labels: labels)
      #expect(fit.converged, "\(problem.name): gap \(fit.dualityGap) of \(fit.objective)")
      #expect(abs(fit.objective - problem.objective) <= 1e-6 * problem.objective, "\(problem.name)")
      for iterations in [1, 3, 1000] {
        regression.maximumIterations = iterations
        let early = try regression.fit(x, labels: labels)
        let excess = early.objective - problem.objective
        #expect(excess <= early.dualityGap + 1e-9 * problem.objective, "\(problem.name)")
      }
    }
  }

  @Test func sagaStopsWhereScikitLearnDoes() throws {
    let golden = try OptimaGolden()
    let (x, labels) = try golden.rows("saga")
    for run in golden.facts.saga {
      var saga = StochasticAverageGradient(
        LogisticRegression(penalty: run.l1 == 1 ? .l1 : .l2, C: run.C))
      saga.maximumIterations = run.maxIter
      saga.randomState = run.randomState
      let fit = try saga.fit(x, labels: labels)
      #expect(fit.iterations == run.iterations && fit.converged == !run.unconverged)
      for (found, expected) in zip(fit.coefficients, run.coefficients) {
        #expect(abs(found - expected) <= 1e-6)
      }
      #expect(abs(fit.intercept - run.intercept) <= 1e-6)
      #expect(fit.dualityGap > 0)
    }
  }

  @Test func splitsRowsAsScikitLearnDoes() throws {
    for split in try OptimaGolden().facts.splits {
      let found = RowSplit.byRow(
        Array(0..<split.count), testFraction: split.testFraction, randomState: split.randomState)
      #expect(found.test == split.test && found.train.count == split.train)
    }
    var random = MersenneTwister(seed: 42)
    #expect(random.permutation(10) == [8, 1, 5, 0, 7, 2, 9, 4, 3, 6])
  }

  @Test func multinomialAgreesWithScikitLearn() throws {
    let golden = try OptimaGolden()
    let file = try SafetensorsFile(path: goldenPath("Probes/optima.safetensors"))
    let rows = try PreparedRows(file.tensor("multinomial.x").matrix)
    let classes = try file.tensor("multinomial.classes").elements.map { Int($0) }
    for expected in golden.facts.multinomial {
      var regression = LogisticRegression(penalty: expected.l1 == 1 ? .l1 : .l2, C: expected.C)
      regression.tolerance = 1e-9
      let fit = try MultinomialRegression(regression).fit(rows, classes: classes, classCount: 3)
      #expect(fit.converged)
      #expect(abs(fit.objective - expected.objective) <= 1e-6 * expected.objective)
      for (found, expected) in zip(fit.coefficients, expected.coefficients) {
        for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-3) }
      }
      #expect(try fit.classes(rows.design).count == classes.count)
    }
    let error = #expect(throws: ProbeError.self) {
      try MultinomialRegression(LogisticRegression()).fit(rows, classes: classes, classCount: 4)
    }
    #expect(error?.code == .badLabels)
    let few = #expect(throws: ProbeError.self) {
      try MultinomialRegression(LogisticRegression()).fit(
        PreparedRows(normalMatrix(rows: 2, columns: 2, seed: 1)), classes: [0, 1], classCount: 3)
    }
    #expect(few?.code == .badLabels)
  }
}

/// Hard regressions and their minima, and what scikit-learn makes of some data.
struct OptimaGolden {
  struct Facts: Decodable {
    struct Problem: Decodable {
      let name: String
      let C: Double
      let l1: Double
      let objective: Double
    }

    struct Saga: Decodable {
      let l1: Double
      let C: Double
      let maxIter: Int
      let randomState: UInt32
      let coefficients: [Double]
      let intercept: Double
      let iterations: Int
      let unconverged: Bool
    }

    struct Multinomial: Decodable {
      let l1: Double
      let C: Double
      let objective: Double
      let coefficients: [[Double]]
    }

    struct Split: Decodable {
      let count: Int
      let randomState: UInt32
      let testFraction: Double
      let test: [Int]
      let train: Int
    }

    let problems: [Problem]
    let saga: [Saga]
    let multinomial: [Multinomial]
    let splits: [Split]
  }

  let facts: Facts

  init() throws {
    let json = try Data(contentsOf: URL(fileURLWithPath: goldenPath("Probes/optima.json")))
    facts = try JSONDecoder().decode(Facts.self, from: json)
  }

  func rows(_ name: String) throws -> (x: Matrix, labels: [Bool]) {
    let file = try SafetensorsFile(path: goldenPath("Probes/optima.safetensors"))
    return (
      try file.tensor(name + ".x").matrix,
      try file.tensor(name + ".labels").elements.map { $0 == 1 }
    )
  }
}
