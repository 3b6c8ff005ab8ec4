import Analysis
import ArgumentParser
import Foundation
import Tokenizers
import Transformers

/// Prompts with answers, given one by one or in a file.
struct AnsweredPromptOptions: ParsableArguments {
  @Option(help: "The right answer: the text of one token, or #ID.")
  var answer: String?

  @Option(help: "A wrong answer, whose logit is taken off the right one's.")
  var wrong: String?

  @Option(
    help: ArgumentHelp(
      """
      A file with a prompt a line: JSON objects with the keys prompt, answer, wrong and, where it \
      is wanted, corrupted.
      """, valueName: "FILE.jsonl"))
  var prompts: String?
}

/// One prompt as the user wrote it, and as the model reads it.
struct WrittenPrompt {
  let text: String
  let tokens: [Int]
  let corruptedText: String?
  let corruptedTokens: [Int]?
  let answer: LogitCombination
}

/// A line of a file of prompts.
private struct PromptLine: Decodable {
  let prompt: String
  let answer: String
  let wrong: String?
  let corrupted: String?
}

extension AnsweredPromptOptions {
  /// The prompts: that of the command line with its twin, or those of a file.
  func written(
    prompt: String?, corrupted: String?, for model: LanguageModel, bos: BOSPolicy
  ) throws -> [WrittenPrompt] {
    guard let prompts else {
      guard let prompt, let answer else {
        throw ValidationError("expected a prompt and its --answer, or --prompts FILE.jsonl")
      }
      let line = PromptLine(prompt: prompt, answer: answer, wrong: wrong, corrupted: corrupted)
      return [try written(line, for: model, bos: bos)]
    }
    guard prompt == nil && corrupted == nil else {
      throw ValidationError("--prompts FILE holds the prompts: give no other")
    }
    return try JSONLines(at: prompts).map(
      PromptLine.self, expecting: "the texts prompt, answer and, if wanted, wrong and corrupted"
    ) { line in
      try written(line, for: model, bos: bos)
    }
  }

  private func written(
    _ line: PromptLine, for model: LanguageModel, bos: BOSPolicy
  ) throws -> WrittenPrompt {
    WrittenPrompt(
      text: line.prompt, tokens: try model.tokens(of: line.prompt, bos: bos),
      corruptedText: line.corrupted,
      corruptedTokens: try line.corrupted.map { try model.tokens(of: $0, bos: bos) },
      answer: LogitCombination(
        right: try AnswerToken.id(line.answer, in: model),
        wrong: try (line.wrong ?? wrong).map { try AnswerToken.id($0, in: model) }))
  }
}

extension PromptText {
  /// A prompt with the text of its tokens.
  init(_ text: String, tokens: [Int], logitDiff: Double, of model: LanguageModel) {
    self.init(
      prompt: text,
      tokens: tokens.map { Token(id: $0, text: model.tokenizer.text(of: $0)) },
      logitDiff: logitDiff)
  }
}
