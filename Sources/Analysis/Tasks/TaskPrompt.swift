public import Tokenizers
public import Transformers

/// A task's prompt as a model reads it.
public struct TaskPrompt: Hashable, Sendable {
  /// The text.
  public var text: String

  /// Its tokens, with those that open a sequence.
  public var tokens: [Int]

  /// The twin's text; nil where there is none with as many tokens.
  public var corruptedText: String?

  /// The twin's tokens.
  public var corruptedTokens: [Int]?

  /// The right answers.
  public var right: [Int]

  /// The wrong ones.
  public var wrong: [Int]

  /// What makes the model's likeliest token right.
  public var rules: [AnswerRule]

  /// The mean logit of the right answers less that of the wrong ones.
  public var answer: LogitCombination { LogitCombination(meanOf: right, lessMeanOf: wrong) }

  /// The prompt and its twin, as patching takes them.
  public var pair: PromptPair {
    PromptPair(clean: tokens, corrupted: corruptedTokens, answer: answer)
  }
}

extension BehaviourTask {
  /// The prompts in a model's tokens.
  ///
  /// - Parameters:
  ///   - tokenizer: The model's tokenizer.
  ///   - prefix: Tokens that open every sequence.
  /// - Returns: The prompts, and what a reader should know of those that are missing.
  /// - Throws: `AnalysisError` with code `.unusableRequest` where an answer should be one token and
  ///   is several, or a twin that was given has another number of tokens than its prompt.
  public func prompts(
    for tokenizer: Tokenizer, prefix: [Int]
  ) throws(AnalysisError) -> (prompts: [TaskPrompt], warnings: [String]) {
    var found: [TaskPrompt] = []
    for prompt in prompts {
      if let made = try taskPrompt(prompt, tokenizer, prefix) { found.append(made) }
    }
    var warnings: [String] = []
    if found.count < prompts.count {
      warnings.append(
        "\(name): \(prompts.count - found.count) of \(prompts.count) prompts have answers that "
          + "begin with the same token, and were left out")
    }
    let alone = found.count(where: { $0.corruptedTokens == nil })
    if alone > 0 && (twin != nil || prompts.contains { !$0.corrupted.isEmpty }) {
      warnings.append("\(name): \(alone) of \(found.count) prompts have no twin of as many tokens")
    }
    return (found, warnings)
  }

  /// A prompt in tokens; nil where its answers cannot be told apart.
  private func taskPrompt(
    _ prompt: Prompt, _ tokenizer: Tokenizer, _ prefix: [Int]
  ) throws(AnalysisError) -> TaskPrompt? {
    let ids = { (text: String) in tokenizer.encode(text).map(\.id) }
    let tokens = ids(prompt.text)
    let twin = twins(of: prompt).first { ids($0.text).count == tokens.count }
    if wantsSingleTokens && twin == nil, let given = prompt.corrupted.first {
      throw AnalysisError(
        code: .unalignedPrompts,
        message: "'\(prompt.text)' has \(tokens.count) tokens, and its twin '\(given)' "
          + "\(ids(given).count): give one of as many", path: name)
    }
    var right: [Int] = []
    for answer in prompt.right { right.append(try token(of: answer, tokenizer)) }
    var wrong: [Int] = []
    for answer in prompt.wrong.isEmpty ? twin?.right ?? [] : prompt.wrong {
      wrong.append(try token(of: answer, tokenizer))
    }
    guard Set(right).isDisjoint(with: wrong) else { return nil }
    return TaskPrompt(
      text: prompt.text, tokens: prefix + tokens, corruptedText: twin?.text,
      corruptedTokens: twin.map { prefix + ids($0.text) }, right: right, wrong: wrong,
      rules: zip(prompt.right, right).map { Self.rule(for: $0, token: $1) })
  }

  /// Twins with the answers that are right behind them, the best first.
  private func twins(of prompt: Prompt) -> [StructureTwin.Twin] {
    guard prompt.corrupted.isEmpty else {
      return prompt.corrupted.map { StructureTwin.Twin(text: $0, right: []) }
    }
    return twin?.twins(of: prompt.text) ?? []
  }

  /// The token of an answer: the only one, or the first.
  private func token(of answer: String, _ tokenizer: Tokenizer) throws(AnalysisError) -> Int {
    let tokens = tokenizer.encode(answer)
    guard let first = tokens.first, tokens.count == 1 || !wantsSingleTokens else {
      let parts = tokens.map { "'\(tokenizer.text(of: $0.id))'" }.joined(separator: ", ")
      throw AnalysisError(
        code: .unusableRequest,
        message: "the answer '\(answer)' should be one token, and is \(tokens.count): \(parts)",
        path: name)
    }
    return first.id
  }

  /// Marks are right also as the beginning of a longer token, `):` for `)`.
  private static func rule(for answer: String, token: Int) -> AnswerRule {
    answer.contains { $0.isLetter || $0.isNumber }
      ? .token(token) : .beginning(Array(answer.utf8))
  }
}
