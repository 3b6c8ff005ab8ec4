import Testing

@testable import Analysis

@Suite struct BehaviourTaskTests {
  @Test(arguments: BehaviourTask.builtIn)
  func everyTaskReadsBackFromItsYAML(task: BehaviourTask) throws {
    var expected = task
    expected.wantsSingleTokens = true
    #expect(try BehaviourTask(yaml: task.yaml, path: "task.yaml") == expected)
  }

  @Test func aTaskIsNamedAfterItsFile() throws {
    let task = try BehaviourTask(
      yaml: "prompts:\n  - prompt: a\n    right: b\n", path: "folder/letters.yaml")
    #expect(task.name == "letters" && task.prompts == [.init("a", right: ["b"])])
    #expect(task.metric == .logitDifference && task.measure == nil)
  }

  @Test(arguments: [
    ("prompts:\n  - prompt: a\n    right: b\n    answer: c\n", "line 4", "unknown key 'answer'"),
    ("prompt: a\n", "line 1", "unknown key 'prompt'"),
    ("prompts:\n  - prompt: a\n", "line 2", "prompt and right"),
    ("metric: loss\nprompts: []\n", "line 1", "expected one of logit-diff"),
    ("name: x\n", "t.yaml", "expected prompts, or a measure"),
    ("prompts: 3\n", "line 1", "expected a list of prompts"),
    ("a: [", "t.yaml", "no YAML"),
    ("", "t.yaml", "empty"),
  ])
  func mistakesAreNamedWithTheirLine(yaml: String, place: String, message: String) {
    #expect {
      try BehaviourTask(yaml: yaml, path: "t.yaml")
    } throws: { error in
      (error as? AnalysisError)?.code == .unreadableTask
        && "\(error)".contains(place) && "\(error)".contains(message)
    }
  }

  @Test func anUnknownNameListsTheKnownOnes() {
    #expect {
      try BehaviourTask(named: "html-open")
    } throws: { "\($0)".contains("html-close, html-tag") }
  }

  /// Of the tasks whose answers differ in their first byte.
  @Test(arguments: BehaviourTask.builtIn.filter { $0.twin != nil })
  func twinsHaveAsManyTokens(task: BehaviourTask) throws {
    let (prompts, _) = try task.prompts(for: byteTokenizer(), prefix: [7])
    #expect(!prompts.isEmpty)
    for prompt in prompts {
      #expect(prompt.tokens.first == 7)
      #expect(prompt.corruptedTokens?.count ?? prompt.tokens.count == prompt.tokens.count)
      #expect(prompt.corruptedTokens != prompt.tokens)
    }
  }

  @Test func aUsersAnswerMustBeOneToken() throws {
    let task = try BehaviourTask(
      yaml: "prompts: [{prompt: a, right: bc}]", path: "t.yaml")
    #expect {
      try task.prompts(for: byteTokenizer(), prefix: [])
    } throws: { "\($0)".contains("'bc' should be one token, and is 2: 'b', 'c'") }
  }

  @Test func aUsersTwinMustBeAsLong() throws {
    let task = try BehaviourTask(
      yaml: "prompts: [{prompt: ab, right: c, wrong: d, corrupted: xyz}]", path: "t.yaml")
    #expect {
      try task.prompts(for: byteTokenizer(), prefix: [])
    } throws: { "\($0)".contains("'ab' has 2 tokens, and its twin 'xyz' 3") }
  }
}
