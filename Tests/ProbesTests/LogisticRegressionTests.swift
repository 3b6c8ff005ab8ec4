import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct LogisticRegressionTests {
  @Test(arguments: [
    "tall", "unbalanced", "balanced", "wide", "collinear", "separable", "scaled", "standardized",
    "ridge", "elastic",
  ]) func agreesWithScikitLearn(name: String) throws {
    let golden = try RegressionGolden(name)
    let fit = try golden.regression.fit(golden.x, labels: golden.labels)
    #expect(fit.converged)
    #expect(abs(fit.objective - golden.objective) <= 1e-6 * golden.objective)
    // Float32 rows standardized in float64 by the oracle round otherwise.
    #expect(golden.objective >= fit.objective - fit.dualityGap - 1e-9 * golden.objective)
    for (found, expected) in zip(fit.coefficients, golden.coefficients.map(Double.init)) {
      #expect(abs(found - expected) <= 1e-3 * max(1, abs(expected)))
      #expect((found == 0) == (expected == 0))
    }
    #expect(abs(fit.intercept - golden.intercept) <= 1e-3 * max(1, abs(golden.intercept)))
  }

  @Test(arguments: [1.0, 0.5, 0.0]) func gapBoundsTheDistanceToTheOptimum(l1Ratio: Double) throws {
    let (x, labels) = problem(rows: 50, columns: 20, seed: 1)
    var regression = LogisticRegression(penalty: .elasticNet(l1Ratio: l1Ratio))
    let optimum = try regression.fit(x, labels: labels)
    #expect(optimum.converged && optimum.dualityGap <= 1e-8 * optimum.objective)
    for iterations in 1...4 {
      regression.maximumIterations = iterations
      let early = try regression.fit(x, labels: labels)
      #expect(early.iterations <= iterations)
      #expect(early.objective - early.dualityGap <= optimum.objective * (1 + 1e-12))
      #expect(early.objective >= optimum.objective - optimum.dualityGap)
    }
  }

  @Test func columnsOnOtherScalesKeepTheirPredictions() throws {
    let (x, labels) = problem(rows: 60, columns: 6, seed: 2)
    var scaled = x
    for row in 0..<60 {
      scaled[row, 1] = 2000 * x[row, 1] + 5000
      scaled[row, 4] = 0.01 * x[row, 4] - 3
    }
    var regression = LogisticRegression()
    regression.standardizes = true
    let fit = try regression.fit(x, labels: labels)
    let other = try regression.fit(scaled, labels: labels)
    #expect(fit.converged && other.converged)
    // The shifted columns have lost up to 1e-4 of their spread to rounding.
    #expect(abs(fit.objective - other.objective) < 1e-4 * fit.objective)
    #expect(abs(fit.coefficients[1] - 2000 * other.coefficients[1]) < 1e-2)
  }

  @Test func constantAndDoubledColumnsDoNoHarm() throws {
    let (x, labels) = problem(rows: 60, columns: 5, seed: 3)
    var wider = Matrix(rows: 60, columns: 7)
    for row in 0..<60 {
      for column in 0..<5 { wider[row, column] = x[row, column] }
      wider[row, 5] = 7
      wider[row, 6] = x[row, 0]
    }
    for standardizes in [false, true] {
      var regression = LogisticRegression()
      regression.standardizes = standardizes
      let fit = try regression.fit(x, labels: labels)
      let other = try regression.fit(wider, labels: labels)
      #expect(other.converged && other.coefficients[5] == 0)
      #expect(abs(fit.objective - other.objective) <= 1e-7 * fit.objective)
      let sum = other.coefficients[0] + other.coefficients[6]
      #expect(abs(sum - fit.coefficients[0]) < 1e-3)
    }
  }

  @Test func weighsNothingWhereMistakesCostLittle() throws {
    let (x, labels) = problem(rows: 40, columns: 5, seed: 4)
    let fit = try LogisticRegression(C: 1e-4).fit(x, labels: labels)
    let share = Double(labels.count { $0 }) / 40
    #expect(fit.coefficients.allSatisfy { $0 == 0 } && fit.converged)
    #expect(abs(fit.intercept - log(share / (1 - share))) < 1e-9)
  }

  @Test func doesNotDependOnTheNumberOfThreads() throws {
    let (x, labels) = problem(rows: 600, columns: 8, seed: 5)
    let count = Threads.count
    defer { Threads.count = count }
    let fits = try [1, 2].map { threads in
      Threads.count = threads
      return try LogisticRegression().fit(x, labels: labels)
    }
    #expect(abs(fits[0].objective - fits[1].objective) < 1e-10 * fits[0].objective)
    #expect(fits[0].coefficients.map { $0 == 0 } == fits[1].coefficients.map { $0 == 0 })
  }

  @Test func refusesWhatCannotBeFitted() {
    let x = normalMatrix(rows: 4, columns: 2, seed: 6)
    func code(
      _ labels: [Bool], _ x: Matrix, _ regression: LogisticRegression = LogisticRegression()
    ) -> ProbeError.Code? {
      #expect(throws: ProbeError.self) { try regression.fit(x, labels: labels) }?.code
    }
    #expect(code([true, true, true, true], x) == .badLabels)
    #expect(code([true, false], x) == .wrongShape)
    var broken = x
    broken[2, 1] = .nan
    #expect(code([true, false, true, false], broken) == .notFinite)
    let labels = [true, false, true, false]
    #expect(code(labels, x, LogisticRegression(C: 0)) == .badConfiguration)
    #expect(
      code(labels, x, LogisticRegression(penalty: .elasticNet(l1Ratio: 2))) == .badConfiguration)
    let error = #expect(throws: ProbeError.self) {
      try LogisticRegression().fit(x, labels: [0, 1, 2, 0])
    }
    #expect(error?.description == "labels must be 0 or 1, found 2.0 for row 2")
  }

  private func problem(rows: Int, columns: Int, seed: UInt64) -> (Matrix, [Bool]) {
    let x = normalMatrix(rows: rows, columns: columns, seed: seed)
    var random = SplittableRandom(seed: seed + 100)
    let labels = (0..<rows).map { x[$0, 0] - 2 * x[$0, 1] + 0.7 * random.normal() > 0.3 }
    return (x, labels)
  }
}

/// A regression that scikit-learn has solved.
struct RegressionGolden {
  struct Facts: Decodable {
    let C: Double
    let l1Ratio: Double
    let balanced: Bool
    let standardizes: Bool
    let objective: Double
    let intercept: Double
    let scores: [String: Double]
  }

  let x: Matrix
  let labels: [Bool]
  let coefficients: [Float]
  let decisions: [Float]
  let facts: Facts

  init(_ name: String) throws {
    let file = try SafetensorsFile(path: goldenPath("Probes/regressions.safetensors"))
    x = try file.tensor(name + ".x").matrix
    labels = try file.tensor(name + ".labels").elements.map { $0 == 1 }
    coefficients = try file.tensor(name + ".coefficients").elements
    decisions = try file.tensor(name + ".scored").elements
    let json = try Data(contentsOf: URL(fileURLWithPath: goldenPath("Probes/regressions.json")))
    let all = try JSONDecoder().decode([String: Facts].self, from: json)
    facts = try #require(all[name])
  }

  var objective: Double { facts.objective }

  var intercept: Double { facts.intercept }

  var regression: LogisticRegression {
    var regression = LogisticRegression(
      penalty: facts.l1Ratio == 1
        ? .l1 : facts.l1Ratio == 0 ? .l2 : .elasticNet(l1Ratio: facts.l1Ratio),
      C: facts.C)
    regression.classWeights = facts.balanced ? .balanced : .equal
    regression.standardizes = facts.standardizes
    return regression
  }
}
