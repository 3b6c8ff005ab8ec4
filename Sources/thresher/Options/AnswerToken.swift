import ArgumentParser
import Tokenizers
import Transformers

/// One token named on the command line: its text, or `#ID`.
enum AnswerToken {
  /// The id of the token that a word names.
  static func id(_ word: String, in model: LanguageModel) throws -> Int {
    guard word.hasPrefix("#"), let id = Int(word.dropFirst()) else {
      return try model.tokenizer.singleToken(word)
    }
    guard id >= 0 && id < model.configuration.dVocabOut else {
      throw ValidationError(
        "'\(word)': the model's tokens are #0 to #\(model.configuration.dVocabOut - 1)")
    }
    return id
  }

  /// The objective that `logit-diff:RIGHT,WRONG` names, at the last position.
  static func logitDifference(_ text: String, in model: LanguageModel) throws -> Objective {
    let kind = "logit-diff:"
    let words = text.dropFirst(kind.count).split(
      separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard text.hasPrefix(kind), words.count == 2, !words[0].isEmpty, !words[1].isEmpty else {
      throw ValidationError(
        "--gradient \(text): expected logit-diff:RIGHT,WRONG, each a token's text or #ID")
    }
    return .logitDifference(
      right: try id(String(words[0]), in: model), wrong: try id(String(words[1]), in: model))
  }
}
