import Corpora
import Tensors
public import Tokenizers

extension TaskCorpus {
  /// Cuts a task's prompts out of the texts: stretches that end where the task asks, each with a
  /// twin in which what is to be closed opens otherwise.
  ///
  /// A place is passed over where its stretch has no twin of as many tokens, or cannot be cut so that
  /// its text reads as the same tokens.
  ///
  /// - Parameters:
  ///   - task: The task, which has a measure.
  ///   - tokenizer: The model's tokenizer.
  ///   - prefix: Tokens that open every sequence.
  ///   - count: How many prompts at most.
  ///   - perDocument: How many of one document at most.
  ///   - window: How many tokens a stretch has at most.
  ///   - seed: Where chance begins.
  /// - Returns: The prompts.
  /// - Throws: `AnalysisError` with code `.unusableRequest` where the task has no measure.
  public func prompts(
    for task: BehaviourTask, of tokenizer: Tokenizer, prefix: [Int], count: Int, perDocument: Int,
    window: Int, seed: UInt64
  ) throws(AnalysisError) -> [TaskPrompt] {
    guard let measure = task.measure else {
      throw AnalysisError(
        code: .unusableRequest, message: "it has no measure: no prompts can be cut from texts",
        path: task.name)
    }
    var prompts: [TaskPrompt] = []
    var number = 0
    forEach(asking: [measure], of: tokenizer, prefix: prefix) { text in
      number += 1
      guard prompts.count < count else { return }
      var random = SplittableRandom(seed: seed).split("prompts").split(UInt64(number))
      let cutter = PromptCutter(
        text: text, task: task, tokenizer: tokenizer, prefix: prefix, window: window)
      var found = 0
      for question in text.questions.shuffled(using: &random)
      where found < perDocument && prompts.count < count {
        guard let prompt = cutter.prompt(question) else { continue }
        prompts.append(prompt)
        found += 1
      }
    }
    return prompts
  }
}

/// Cuts prompts out of one text.
private struct PromptCutter {
  let text: TaskText
  let task: BehaviourTask
  let tokenizer: Tokenizer
  let prefix: [Int]
  let window: Int

  func prompt(_ question: TaskText.Question) -> TaskPrompt? {
    let end = question.position + 1
    let start = max(prefix.count, end - window)
    let tokens = Array(text.tokens[start..<end])
    let byteCount = tokens.reduce(0) { $0 + tokenizer.bytes(of: $1).count }
    guard question.offset >= byteCount else { return nil }
    let written = String(
      decoding: text.bytes[question.offset - byteCount..<question.offset], as: UTF8.self)
    guard encoded(written) == tokens, let next = answer(question, at: end) else { return nil }
    let twin = task.twin?.twins(of: written).lazy
      .map { (twin: $0, tokens: encoded($0.text)) }
      .first { $0.tokens.count == tokens.count && $0.tokens.last == tokens.last }
    guard task.twin == nil || twin != nil else { return nil }
    let wrong = (twin?.twin.right ?? []).compactMap { encoded($0).first }
    guard !wrong.contains(next) else { return nil }
    return TaskPrompt(
      text: written, tokens: prefix + tokens, corruptedText: twin?.twin.text,
      corruptedTokens: twin.map { prefix + $0.tokens }, right: [next], wrong: wrong,
      rules: [question.rule])
  }

  private func encoded(_ text: String) -> [Int] {
    tokenizer.encode(text, parsingSpecialTokens: false).map(\.id)
  }

  /// The token that comes next in the text: the bracket alone where a bracket is asked for.
  private func answer(_ question: TaskText.Question, at end: Int) -> Int? {
    switch question.rule {
    case .token(let token): return token
    case .beginning(let bytes), .beginningAmong(let bytes, _):
      let tokens = encoded(String(decoding: bytes, as: UTF8.self))
      return tokens.count == 1 ? tokens[0] : nil
    case .notBeginning: return nil
    case .properNoun, .noneOf: return text.tokens.indices.contains(end) ? text.tokens[end] : nil
    }
  }
}
