import ArgumentParser
import Downloads
import Foundation
import Tokenizers
import Transformers

/// Which tokenizer cuts a text.
struct TokenizerOptions: ParsableArguments {
  @Option(help: "The model whose tokenizer is used.")
  var model: String?

  @Option(help: "A tokenizer: tokenizer.json, or a folder with it or vocab.json and merges.txt.")
  var tokenizer: String?

  func validate() throws {
    guard model == nil || tokenizer == nil else {
      throw ValidationError("expected either --model MODEL or --tokenizer FILE|FOLDER, not both")
    }
  }

  /// Reads the tokenizer; nil when none is named.
  func load() throws -> Tokenizer? {
    if let model { return try LanguageModel.tokenizer(at: try LocalModels().find(model).path) }
    guard let tokenizer else { return nil }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: tokenizer, isDirectory: &isFolder)
    return isFolder.boolValue ? try Tokenizer(folder: tokenizer) : try Tokenizer(file: tokenizer)
  }

  /// Reads the tokenizer, which must be named.
  func required() throws -> Tokenizer {
    guard let tokenizer = try load() else {
      throw ValidationError("expected --model MODEL or --tokenizer FILE|FOLDER")
    }
    return tokenizer
  }
}
