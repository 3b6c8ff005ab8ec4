import Testing

@testable import Analysis

@Suite struct ScoresTests {
  @Test func theMajorityOfRareLabelsFindsNothing() {
    let scores = ProbeScores.majority(count: 100, positives: 3)
    #expect(scores.accuracy == 0.97 && scores.recall == 0 && scores.f1 == 0)
    #expect(scores.precision.isNaN && scores.rocAUC == 0.5 && scores.prAUC == 0.03)
  }

  @Test func theMajorityOfCommonLabelsFindsAll() {
    let scores = ProbeScores.majority(count: 4, positives: 3)
    #expect(scores.accuracy == 0.75 && scores.recall == 1 && scores.precision == 0.75)
    #expect(abs(scores.f1 - 6 / 7) < 1e-12)
  }

  /// The interval for 8 of 10 as statsmodels' `proportion_confint(8, 10, method="wilson")` has it.
  @Test func theIntervalIsWilsons() {
    let score = TaskScores.Score(task: "t", right: 8, of: 10)
    #expect(abs(score.ciLow - 0.4901624715125) < 1e-9)
    #expect(abs(score.ciHigh - 0.9433178485456) < 1e-9)
    #expect(TaskScores.Score(task: "t", right: 0, of: 5).ciLow == 0)
    #expect(TaskScores.Score(task: "t", right: 5, of: 5).ciHigh == 1)
  }
}
