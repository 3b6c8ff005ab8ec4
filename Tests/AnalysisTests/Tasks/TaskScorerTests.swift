import Tensors
import Testing
import Tokenizers
import Transformers

@testable import Analysis

@Suite struct TaskScorerTests {
  @Test func outcomesAreThoseOfPlainRuns() throws {
    let golden = try GoldenModel("gpt2")
    let tokenizer = try byteTokenizer()
    let prompt = TaskPrompt(
      text: "x", tokens: golden.pair.clean, corruptedText: "y",
      corruptedTokens: golden.pair.corrupted, right: [3], wrong: [7], rules: [.token(3)])
    let logits = try golden.model(Run([prompt.tokens], logits: .last)).logits
    let twin = try golden.model(Run([golden.pair.corrupted ?? []], logits: .last)).logits
    let outcome = try TaskScorer(golden.model, tokenizer).outcomes(
      of: [prompt], by: .logitDifference)[0]
    #expect(abs(outcome.logitDiff - Double(logits[0, 3] - logits[0, 7])) < 1e-5)
    #expect(abs((outcome.twinMetric ?? .nan) - Double(twin[0, 3] - twin[0, 7])) < 1e-5)
    #expect(outcome.prefersRight == (logits[0, 3] > logits[0, 7]))
    #expect(outcome.rank == (0..<logits.columns).count { logits[0, $0] > logits[0, 3] })
    #expect(outcome.isRight == (outcome.rank == 0))
  }

  @Test func answersAreThoseOfEachPosition() throws {
    let golden = try GoldenModel("gpt2")
    let logits = try golden.model(Run([golden.pair.clean], logits: .all)).logits
    let likeliest = indexOfMaximum(logits[row: 2])
    let best = try #require(likeliest)
    var text = TaskText(
      "", asking: [], of: try byteTokenizer(), prefix: golden.pair.clean, contextSize: 50,
      skipping: 0)
    text.questions = [2, 3].map {
      TaskText.Question(measure: .htmlTag, position: $0, rule: .token(best), offset: 0)
    }
    let answers = try TaskScorer(golden.model, try byteTokenizer()).answers(to: text)
    #expect(answers[0].isRight)
    let next = indexOfMaximum(logits[row: 3])
    #expect(answers[1].isRight == (next == best))
  }
}
