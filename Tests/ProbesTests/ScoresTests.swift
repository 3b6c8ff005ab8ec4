import Probes
import Tensors
import Testing

@Suite struct ScoresTests {
  @Test(arguments: ["tall", "unbalanced", "wide", "separable", "scaled"])
  func agreeWithScikitLearn(name: String) throws {
    let golden = try RegressionGolden(name)
    let scores = Scores(decisions: golden.decisions, labels: golden.labels)
    let found = [
      "precision": scores.precision, "recall": scores.recall, "f1": scores.f1, "mcc": scores.mcc,
      "accuracy": scores.accuracy, "rocAUC": scores.rocAUC, "prAUC": scores.prAUC,
    ]
    for (score, expected) in golden.facts.scores {
      let value = try #require(found[score] ?? nil)
      #expect(abs(value - expected) < 1e-12, "\(score)")
    }
  }

  @Test func tiesShareTheirRank() {
    // Two positives and two negatives; one pair is tied, one is won, two are won.
    let ranking = Ranking(decisions: [2, 1, 1, 0], labels: [true, true, false, false])
    #expect(ranking.rocAUC == 3.5 / 4)
    let expected: Double = (1 + 2.0 / 3) / 2
    #expect(ranking.averagePrecision == expected)
  }

  @Test func saysNothingOfOneClass() {
    let scores = Scores(decisions: [1, -1], labels: [false, false])
    #expect(scores.rocAUC == nil && scores.prAUC == nil)
    #expect(scores.precision == 0 && scores.recall == 0 && scores.f1 == 0 && scores.mcc == 0)
    #expect(scores.accuracy == 0.5 && scores.count == 2 && scores.positives == 0)
  }

  @Test func majorityAnswersTheLargerClass() {
    let decisions = [Float](repeating: 1, count: 4)
    let few = Scores(decisions: decisions, labels: [true, false, false, false]).majority
    #expect(few.accuracy == 0.75 && few.f1 == 0)
    let many = Scores(decisions: decisions, labels: [true, true, true, false]).majority
    #expect(many.accuracy == 0.75 && abs(many.f1 - 6.0 / 7) < 1e-12)
  }
}
