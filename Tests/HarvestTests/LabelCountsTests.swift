import Corpora
import Foundation
import TestSupport
import Testing
import Tokenizers

@testable import Harvest

/// The labels of real pages, held against the sums of a brute-force reference.
@Suite struct LabelCountsTests {
  /// The sums of one page; `scripts/oracles/labels.py` writes them.
  struct Page: Decodable, Sendable, CustomStringConvertible {
    let name: String
    let sums: [String: Double]

    var description: String { name }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      name = try container.decode(String.self, forKey: Key(stringValue: "page"))
      sums = try container.allKeys.filter { $0.stringValue != "page" }
        .reduce(into: [:]) { sums, key in
          sums[key.stringValue] = try container.decode(Double.self, forKey: key)
        }
    }

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }
  }

  static let pages: [Page] = {
    let url = URL(fileURLWithPath: goldenPath("Harvest/labels.json"))
    return (try? JSONDecoder().decode([Page].self, from: Data(contentsOf: url))) ?? []
  }()

  /// Six pages keep a debug build's test short; `scripts/peers/labels` holds all of them.
  @Test(
    .enabled(if: sharedDataPath("html") != nil, "needs ../shared/data/html and /tokenizers"),
    arguments: pages)
  func sumsEqualTheBruteForceReferences(page: Page) throws {
    let folder = try #require(sharedDataPath("tokenizers/gpt2"))
    let path = try #require(sharedDataPath("html/wikipedia_en_2020-04/\(page.name)"))
    let html = try String(contentsOfFile: path, encoding: .utf8)
    let text = Recipe.wikipedia.apply(to: html)
    let tokens = try Tokenizer(folder: folder).encode(text, parsingSpecialTokens: false)
    let labels = try page.sums.keys.filter { $0 != "tokens" }
      .map { (name: $0, label: try Label(named: $0)) }
    let labelled = LabelledText(text, tokens, for: labels.map(\.label))
    #expect(Double(tokens.count) == page.sums["tokens"])
    for (name, label) in labels {
      let sum = labelled.values(label).reduce(0.0) { $0 + ($1.isNaN ? 0 : Double($1)) }
      #expect(sum == page.sums[name], "\(name) of \(page.name)")
    }
  }

  @Test func theReferenceHasPages() {
    #expect(Self.pages.count == 6 && Self.pages.allSatisfy { $0.sums.count > 10 })
  }
}
