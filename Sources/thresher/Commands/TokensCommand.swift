import ArgumentParser
import Downloads
import Foundation
import Tokenizers
import Transformers

/// `thresher tokens`: a text's tokens and where they lie in it.
struct TokensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens",
    abstract: "Print a text's tokens with their byte offsets.",
    discussion: """
      EXAMPLE
        thresher tokens --model smollm2-135m '<h1>Title here'
        thresher tokens --tokenizer gpt2/ --file page.html --json
      """)

  @Argument(help: "The text.")
  var text: String?

  @Option(help: "A file that holds the text.")
  var file: String?

  @Option(help: "The model whose tokenizer is used.")
  var model: String?

  @Option(help: "A tokenizer: tokenizer.json, or a folder with it or vocab.json and merges.txt.")
  var tokenizer: String?

  @Flag(help: "Take the names of special tokens for plain text.")
  var noSpecialTokens = false

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    struct Entry: Encodable {
      let id: Int
      let text: String
      let start: Int
      let end: Int
    }
    let tokens: [Entry]
  }

  func validate() throws {
    guard (text == nil) != (file == nil) else {
      throw ValidationError("expected either a text or --file FILE")
    }
    guard (model == nil) != (tokenizer == nil) else {
      throw ValidationError("expected either --model MODEL or --tokenizer FILE|FOLDER")
    }
  }

  func run() throws {
    let tokenizer = try chosenTokenizer()
    let tokens = tokenizer.encode(try input(), parsingSpecialTokens: !noSpecialTokens)
    let entries = tokens.map { token in
      Result.Entry(
        id: token.id, text: tokenizer.text(of: token.id), start: token.range.lowerBound,
        end: token.range.upperBound)
    }
    if common.json {
      try printJSON(Result(tokens: entries))
    } else {
      var table = TextTable(["id", "text", "start", "end"], rightAligned: [0, 2, 3])
      for entry in entries {
        table.add(["\(entry.id)", "'\(visible(entry.text))'", "\(entry.start)", "\(entry.end)"])
      }
      print(table.text)
    }
  }

  private func input() throws -> String {
    guard let file else { return text ?? "" }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw CommandError("\(file): cannot read it: expected a file of text")
    }
    return String(decoding: data, as: UTF8.self)
  }

  private func chosenTokenizer() throws -> Tokenizer {
    if let model {
      return try LanguageModel.tokenizer(at: try LocalModels().find(model).path)
    }
    let path = tokenizer ?? ""
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return isFolder.boolValue ? try Tokenizer(folder: path) : try Tokenizer(file: path)
  }
}
