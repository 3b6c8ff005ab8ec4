import ArgumentParser
import Transformers

/// A text, or token ids, put to a model.
struct PromptOptions: ParsableArguments {
  @Option(help: "The text to read.")
  var prompt: String?

  @Option(help: "Token ids to read instead of a text, separated by commas; taken as they are.")
  var tokens: String?

  func validate() throws {
    guard (prompt == nil) != (tokens == nil) else {
      throw ValidationError("expected either --prompt TEXT or --tokens 1,2,3")
    }
    if let tokens { _ = try Self.ids(in: tokens) }
  }

  /// The ids that the model reads.
  func ids(for model: LanguageModel, bos: BOSPolicy) throws -> [Int] {
    if let tokens { return try Self.ids(in: tokens) }
    return try model.tokens(of: prompt ?? "", bos: bos)
  }

  private static func ids(in list: String) throws -> [Int] {
    try list.split(separator: ",").map { word in
      guard let id = Int(word.trimming(while: \.isWhitespace)) else {
        throw ValidationError("--tokens: '\(word)' is no token id")
      }
      return id
    }
  }
}

extension Substring {
  fileprivate func trimming(while isDropped: (Character) -> Bool) -> Substring {
    var rest = drop(while: isDropped)
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return rest
  }
}
