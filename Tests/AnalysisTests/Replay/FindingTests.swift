import Foundation
import Testing

@testable import Analysis

/// How findings stand to what was published.
@Suite struct FindingTests {
  private let found = Finding("numbers", [1, 2.004], labels: ["a", "b"])

  @Test func numbersWithinTheToleranceAreReproduced() {
    let held = found.held(to: [1, 2], within: 0.005, isBinding: true)
    #expect(held.verdict == .reproduced)
    #expect(abs((held.deviation ?? .nan) - 0.004) < 1e-12)
  }

  @Test func numbersBeyondItDiffer() {
    #expect(found.held(to: [1, 2], within: 0.003, isBinding: true).verdict == .differs)
    #expect(found.held(to: [1], within: 1, isBinding: true).verdict == .differs)
    let undefined = Finding("numbers", [.nan]).held(to: [1], within: 1, isBinding: true)
    #expect(undefined.verdict == .differs)
    #expect(undefined.deviation == nil)
  }

  @Test func anotherModelsNumbersAreMeasured() {
    let held = found.held(to: [5, 6], within: 0.1, isBinding: false)
    #expect(held.verdict == .measured)
    #expect(held.published?.map(\.wrappedValue) == [5, 6])
    #expect(Finding("text", text: "x").held(to: "y", isBinding: false).verdict == .measured)
  }

  @Test func textsAreHeldToTheLetter() {
    #expect(Finding("text", text: "x").held(to: "x", isBinding: true).verdict == .reproduced)
    #expect(Finding("text", text: "x ").held(to: "x", isBinding: true).verdict == .differs)
  }

  @Test func theWorstVerdictIsThatOfTheStep() {
    var step = Replay.Step("step")
    #expect(step.verdict == .measured)
    step.findings = [found.held(to: [1, 2], within: 0.01, isBinding: true)]
    #expect(step.verdict == .reproduced)
    step.findings.append(found.held(to: [9, 9], within: 0.01, isBinding: true))
    #expect(step.verdict == .differs)
  }

  @Test func aReplayIsReadBack() throws {
    var replay = Replay(
      case: "003", title: "title", source: "source", originalModel: "a", model: "b",
      processing: [], isOriginal: true, notebookCompat: false)
    var step = Replay.Step("step")
    step.findings = [found.held(to: [1, 2], within: 0.01, isBinding: true), Finding("x", [.nan])]
    step.tokens = [.init(name: "n", tokens: ["a", "b"], values: [.nan, 1])]
    replay.steps = [step]
    replay.mistakes = [.init("what", literal: "1", corrected: "2")]
    let json = AnalysisResult.replay(replay).json()
    #expect(try AnalysisResult(json: Data(json.utf8), path: "r.json") == .replay(replay))
    #expect(replay.study.sections.map(\.title) == ["step", "The notebook's mistakes"])
  }
}
