import Analysis
import Tokenizers

/// A task as `task show` prints it.
struct TaskListing: Encodable {
  /// A prompt; in a model's tokens where there is a model.
  struct Prompt: Encodable {
    let prompt: String
    let right: [String]
    let wrong: [String]
    var corrupted: String?
    var tokens: [String]?
    var corruptedTokens: [String]?
  }

  let task: String
  let summary: String
  let metric: Metric
  let measure: TaskMeasure?
  let twin: StructureTwin?
  let prompts: [Prompt]
  var warnings: [String] = []

  /// Lists a task as it is defined.
  init(_ task: BehaviourTask) {
    self.init(
      task,
      listed: task.prompts.map {
        Prompt(
          prompt: $0.text, right: $0.right, wrong: $0.wrong, corrupted: $0.corrupted.first)
      })
  }

  /// Lists a task as a model reads it.
  init(
    _ task: BehaviourTask, prompts: [TaskPrompt], warnings: [String], of tokenizer: Tokenizer
  ) {
    func texts(_ ids: [Int]) -> [String] { ids.map { tokenizer.text(of: $0) } }
    self.init(
      task,
      listed: prompts.map {
        Prompt(
          prompt: $0.text, right: texts($0.right), wrong: texts($0.wrong),
          corrupted: $0.corruptedText, tokens: texts($0.tokens),
          corruptedTokens: $0.corruptedTokens.map(texts))
      })
    self.warnings = warnings
  }

  private init(_ task: BehaviourTask, listed: [Prompt]) {
    self.task = task.name
    summary = task.summary
    metric = task.metric
    measure = task.measure
    twin = task.twin
    prompts = listed
  }

  /// Each prompt over its twin, with the tokens that differ in brackets.
  var text: String {
    let lines = prompts.flatMap { prompt in
      let twin = prompt.corruptedTokens ?? []
      let tokens = prompt.tokens ?? []
      let answers =
        "→ \(list(prompt.right))"
        + (prompt.wrong.isEmpty ? "" : ", not \(list(prompt.wrong))")
      return ["", "\(marked(tokens, against: twin))  \(answers)"]
        + (twin.isEmpty ? ["(no twin)"] : [marked(twin, against: tokens)])
    }
    return (["\(task): \(summary)"] + lines).joined(separator: "\n")
  }

  private func marked(_ tokens: [String], against other: [String]) -> String {
    tokens.enumerated().map { index, token in
      let isSame = !other.indices.contains(index) || other[index] == token
      return isSame ? visible(token) : "⟦\(visible(token))⟧"
    }.joined()
  }

  private func list(_ texts: [String]) -> String {
    texts.map { "'\(visible($0))'" }.joined(separator: ", ")
  }
}
