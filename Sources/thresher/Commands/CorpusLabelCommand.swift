import ArgumentParser
import Corpora
import Foundation
import Harvest
import Tokenizers

/// `thresher corpus label`.
struct CorpusLabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Print the labels of a page's tokens.",
    discussion: """
      What stands behind a token holds once the text up to its end has been read. Labels: \
      \(Label.names).

      EXAMPLE
        thresher corpus label page.html --tokenizer gpt2/ --label html.depth --label html.close
        thresher corpus label --text 'f(a[1' --model smollm2-135m --label bracket.depth
      """)

  @Argument(help: "The page; of a file of many, the first is taken.")
  var page: String?

  @Option(help: "A text instead of a page.")
  var text: String?

  @Option(help: "How the page is cleaned: wikipedia, article, text, raw, or steps joined by '+'.")
  var recipe = "wikipedia"

  @Option(
    help: "A label. Repeatable; by default depth, distance and closers, of HTML and brackets.")
  var label: [String] = []

  @OptionGroup var tokenizer: TokenizerOptions

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    struct Entry: Encodable {
      let id: Int
      let text: String
      let start: Int
      let end: Int
      let labels: [String: Float?]
    }
    let tokens: [Entry]
  }

  func validate() throws {
    guard (page == nil) != (text == nil) else {
      throw ValidationError("expected either a page or --text TEXT")
    }
  }

  func run() throws {
    let names = label.isEmpty ? Self.defaultLabels : label
    let labels = try names.map { try Label(named: $0) }
    let tokenizer = try tokenizer.required()
    let input = try input()
    let tokens = tokenizer.encode(input, parsingSpecialTokens: false)
    let labelled = LabelledText(input, tokens, for: labels)
    let columns = labels.map { labelled.values($0) }
    if common.json {
      try printJSON(Result(tokens: entries(tokens, tokenizer, names, columns)))
    } else {
      print(table(tokens, tokenizer, names, columns))
    }
  }

  private static let defaultLabels = [
    "html.depth", "html.distance", "html.close", "bracket.depth", "bracket.distance",
    "bracket.close",
  ]

  private func input() throws -> String {
    guard let page else { return text ?? "" }
    return try Recipe(named: recipe).apply(to: try firstDocument(of: page))
  }

  private func entries(
    _ tokens: [Token], _ tokenizer: Tokenizer, _ names: [String], _ columns: [[Float]]
  ) -> [Result.Entry] {
    tokens.enumerated().map { index, token in
      let values = columns.map { $0[index].isNaN ? nil : $0[index] }
      return Result.Entry(
        id: token.id, text: tokenizer.text(of: token.id), start: token.range.lowerBound,
        end: token.range.upperBound,
        labels: Dictionary(zip(names, values)) { first, _ in first })
    }
  }

  private func table(
    _ tokens: [Token], _ tokenizer: Tokenizer, _ names: [String], _ columns: [[Float]]
  ) -> String {
    var table = TextTable(["text"] + names, rightAligned: Set(1...names.count))
    for (index, token) in tokens.enumerated() {
      let values = columns.map { $0[index].isNaN ? "-" : String(format: "%g", $0[index]) }
      table.add(["'\(visible(tokenizer.text(of: token.id)))'"] + values)
    }
    return table.text
  }
}
