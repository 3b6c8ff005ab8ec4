import Testing

@testable import Analysis

/// What results say in plain words.
@Suite struct FindingsTests {
  private func sentences(_ scores: TaskScores.Score...) -> [String] {
    findings(of: [.tasks(TaskScores(model: "tiny", tasks: scores))])
  }

  @Test func aTaskOfPromptsSaysHowManyAndHowSure() {
    #expect(
      sentences(.init(task: "html-tag", right: 8, of: 10)) == [
        "At html-tag, tiny is right on 80.0 % of 10 prompts (95 %: 49.0 to 94.3)."
      ])
  }

  @Test func aTaskOfACorpusSaysHowManyDocumentsAndFalseAlarms() {
    var score = TaskScores.Score(task: "html-close", right: 3, of: 4)
    score.source = .corpus
    score.interval = .documents
    score.documents = 2
    (score.ciLow, score.ciHigh) = (0.5, 1)
    score.falseAlarms = TaskScores.Share(1, of: 4)
    #expect(
      sentences(score) == [
        """
        At html-close, tiny is right at 75.0 % of 4 places in 2 documents (95 %: 50.0 to 100.0); \
        where the text goes on otherwise, it is wrong at 25.0 % of 4.
        """
      ])
  }

  @Test func anInterventionStandsBesideTheModelAsItIs() {
    var score = TaskScores.Score(task: "t", right: 1, of: 1)
    score.intervention = TaskIntervention(before: [outcome(true)], after: [outcome(false)])
    #expect(
      sentences(score)[0].hasSuffix(
        "100.0 % of 1 prompt (95 %: 20.7 to 100.0); changed, it is right at 0.0 %."))
  }

  @Test func aRankingSaysWhatItGoesBy() {
    let ranking = Ranking(
      label: "html.close", by: "mean-difference", unit: .feature, rows: 30, positives: 10,
      negatives: 20, candidates: 5,
      items: [.init(site: "s", index: 3, score: 1.25, statistics: ["rocAUC": Figure(0.75)])],
      warnings: [])
    let sentence =
      "Feature 3 of s ranks first of 5 for html.close over 30 rows, by mean-difference with 1.25; "
      + "its area under the ROC curve is 0.75."
    #expect(findings(of: [.ranking(ranking)]) == [sentence])
  }

  @Test func aTaskThatWasAskedNowhereSaysNothing() {
    #expect(sentences(.init(task: "t", right: 0, of: 0)).isEmpty)
  }

  private func outcome(_ isRight: Bool) -> PromptOutcome {
    PromptOutcome(
      prompt: "p", isRight: isRight, prefersRight: isRight, logitDiff: 0, probability: 0.5, rank: 0,
      likeliest: "x", metric: 0)
  }
}
