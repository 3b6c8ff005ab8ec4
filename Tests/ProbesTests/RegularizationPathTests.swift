import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct RegularizationPathTests {
  @Test func growsMonotonicallyWhereTheorySaysSo() throws {
    let sample = try ProbeSample()
    var regression = LogisticRegression(C: 2)
    regression.tolerance = 1e-9
    let Cs = try regression.pathCs(8, sample.rows, labels: sample.labels)
    #expect(Cs == Cs.sorted() && Cs.last == 2)
    let path = try RegularizationPath(
      of: regression, sample.rows, labels: sample.labels, Cs: Cs)
    #expect(path.fits[0].coefficients.allSatisfy { abs($0) < 1e-6 })
    let penalties = path.fits.map { $0.coefficients.reduce(0) { $0 + abs($1) } }
    let losses = zip(zip(path.fits, penalties), Cs).map { ($0.0.0.objective - $0.0.1) / $0.1 }
    for index in 1..<8 {
      #expect(penalties[index] >= penalties[index - 1] - 1e-6)
      #expect(losses[index] <= losses[index - 1] + 1e-6 * losses[0])
    }
    var cold = regression
    cold.C = Cs[5]
    let alone = try cold.fit(sample.x, labels: sample.labels)
    #expect(abs(alone.objective - path.fits[5].objective) < 1e-8 * alone.objective)
  }

  @Test func coefficientsBeginAtTheIdleC() throws {
    let sample = try ProbeSample()
    var regression = LogisticRegression()
    for standardizes in [false, true] {
      regression.standardizes = standardizes
      let idle = try regression.largestIdleC(sample.rows, labels: sample.labels)
      regression.C = 0.999 * idle
      #expect(
        try regression.fit(sample.x, labels: sample.labels).coefficients.allSatisfy { $0 == 0 })
      regression.C = 1.01 * idle
      #expect(try regression.fit(sample.x, labels: sample.labels).coefficients.contains { $0 != 0 })
    }
  }

  @Test func crossValidationPrefersWhatGeneralizes() throws {
    let sample = try ProbeSample()
    let Cs = [0.01, 0.1, 1, 100]
    let validation = try CrossValidation(
      of: LogisticRegression(), sample.rows, labels: sample.labels, documents: sample.documents,
      Cs: Cs, foldCount: 5, seed: 3)
    #expect(validation.points.map(\.C) == Cs)
    #expect(validation.best == 1 || validation.best == 0.1)
    #expect(validation.simplest <= validation.best)
    #expect(validation.points[0].logLoss > validation.points[2].logLoss)
    let again = try CrossValidation(
      of: LogisticRegression(), sample.rows, labels: sample.labels, documents: sample.documents,
      Cs: Cs, foldCount: 5, seed: 3)
    #expect(again.points == validation.points)
    let error = #expect(throws: ProbeError.self) {
      try CrossValidation(
        of: LogisticRegression(), sample.rows, labels: sample.labels,
        documents: sample.documents, Cs: Cs, foldCount: 11, seed: 3)
    }
    #expect(error?.description == "11 folds need as many documents, found 10")
  }

  @Test func weightsCountAsRepetitionsDo() throws {
    let sample = try ProbeSample(rowCount: 60, columns: 6)
    let weights = (0..<60).map { Double($0 % 3) }
    let fit = try LogisticRegression().fit(
      sample.x, labels: sample.labels, sampleWeights: weights)
    let repeated = (0..<60).flatMap { [Int](repeating: $0, count: $0 % 3) }
    let other = try LogisticRegression().fit(
      sample.x.gatheringRows(repeated), labels: repeated.map { sample.labels[$0] })
    #expect(abs(fit.objective - other.objective) < 1e-7 * other.objective)
    let error = #expect(throws: ProbeError.self) {
      try LogisticRegression().fit(
        sample.x, labels: sample.labels, sampleWeights: sample.labels.map { $0 ? 1 : 0 })
    }
    #expect(error?.code == .badLabels)
  }
}
