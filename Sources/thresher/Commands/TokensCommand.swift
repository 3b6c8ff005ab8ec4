import ArgumentParser
import Downloads
import Foundation
import Tensors
import Tokenizers
import Transformers

/// `thresher tokens`: a text's tokens and where they lie in it.
struct TokensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens",
    abstract: "Print a text's tokens with their byte offsets.",
    discussion: """
      With --count a file of any size is read in constant memory, on all threads.

      EXAMPLE
        thresher tokens --model smollm2-135m '<h1>Title here'
        thresher tokens --tokenizer gpt2/ --file page.html --json
        thresher tokens --tokenizer gpt2/ --file dump.xml --count
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

  @Flag(help: "Print only how many tokens there are.")
  var count = false

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

  private struct Count: Encodable {
    let count: Int
    let bytes: Int
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
    common.apply()
    let tokenizer = try chosenTokenizer()
    if count { return try show(try counted(by: tokenizer)) }
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

  private func show(_ counted: Count) throws {
    if common.json { return try printJSON(counted) }
    print("\(counted.count) tokens, \(counted.bytes) bytes")
  }

  private func counted(by tokenizer: Tokenizer) throws -> Count {
    var stream = TokenStream(
      tokenizer, parsingSpecialTokens: !noSpecialTokens, threadCount: Threads.count)
    var (count, byteCount) = (0, 0)
    try forEachChunk { chunk in
      byteCount += chunk.count
      count += stream.take(chunk).count
    }
    return Count(count: count + stream.finish().count, bytes: byteCount)
  }

  private func forEachChunk(_ body: ([UInt8]) throws -> Void) throws {
    guard let file else { return try body(Array((text ?? "").utf8)) }
    guard let handle = FileHandle(forReadingAtPath: file) else { throw unreadable(file) }
    defer { try? handle.close() }
    do {
      while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
        try body(Array(chunk))
      }
    } catch is CocoaError {
      throw unreadable(file)
    }
  }

  private func unreadable(_ file: String) -> CommandError {
    CommandError("\(file): cannot read it: expected a file of text")
  }

  private func input() throws -> String {
    guard let file else { return text ?? "" }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw unreadable(file)
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
