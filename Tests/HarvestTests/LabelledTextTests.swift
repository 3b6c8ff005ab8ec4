import Corpora
import Tensors
import Testing
import Tokenizers

@testable import Harvest

@Suite struct LabelledTextTests {
  static let names = [
    "html.close", "html.closes=b", "html.depth", "html.distance", "html.tag=ul", "html.expects=b",
    "html.inAttribute", "html.inComment", "html.inTag", "html.inText", "bracket.depth",
    "bracket.distance", "bracket.open=(", "bracket.open=[", "bracket.close",
  ]

  @Test(arguments: 0..<25)
  func agreesWithTheBruteForceReferenceOnRandomPages(seed: Int) throws {
    var random = SplittableRandom(seed: UInt64(seed))
    let page = Self.page(3, &random)
    var ends: [Int] = []
    while (ends.last ?? 0) < page.utf8.count {
      ends.append(min((ends.last ?? 0) + Int.random(in: 1...4, using: &random), page.utf8.count))
    }
    let labels = try Self.names.map { try Label(named: $0) }
    let text = LabelledText(Array(page.utf8), ends: ends, for: labels)
    let reference = PlainLabels(page, ends: ends)
    for (name, label) in zip(Self.names, labels) {
      let found = text.values(label).map { $0.isNaN ? nil : $0 }
      #expect(found == reference.values(name), "\(name) in \(page) cut at \(ends)")
    }
  }

  /// The tokens, and whether the last may be a proper noun.
  static let properNouns: [([String], Float)] = [
    (["He", " met", " Mary"], 1), ([" in", " NY"], 1), (["A", " Bo"], 1),
    (["a", " \u{C9}va"], 1), (["see", ":", " Rome"], 0), (["end.", " Rome"], 0), (["Rome"], 0),
    (["an", "It"], 0), (["the", " rat"], 0), (["x", "    "], 0), (["x", " 1st"], 0),
  ]

  @Test(arguments: properNouns)
  func properNounsAreThoseOfTheNotebook(tokens: [String], expected: Float) {
    let bytes = Array(tokens.joined().utf8)
    let ends = tokens.indices.map { tokens[...$0].joined().utf8.count }
    let values = LabelledText(bytes, ends: ends, for: [.properNoun]).values(.properNoun)
    #expect(values.last == expected)
  }

  @Test func bracketsOfAllKindsCountForTheAngledOne() {
    let text = Array("vector<int>(a<b)".utf8)
    let ends = Array(1...text.count)
    let found = LabelledText(text, ends: ends, for: [.bracketOpen(.angle)])
      .values(.bracketOpen(.angle))
    #expect(found.map { $0 == 1 ? "1" : "0" }.joined() == "0000001111" + "000110")
  }

  @Test func aPageThatNoParserTakesHasNoPlaces() {
    let page = Array(String(repeating: "<div>", count: 5_000).utf8)
    let labels: [Label] = [.htmlDepth, .bracketDepth]
    let text = LabelledText(page, ends: [page.count], for: labels)
    #expect(text.values(.htmlDepth)[0].isNaN && text.values(.bracketDepth) == [0])
  }

  /// A page without errors, of elements, comments, brackets and text.
  private static func page(_ depth: Int, _ random: inout SplittableRandom) -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in
      switch Int.random(in: 0..<(depth == 0 ? 4 : 7), using: &random) {
      case 0: return "(a["
      case 1: return ["]", ")", "}x", "{", " text "].randomElement(using: &random) ?? ""
      case 2: return "<!--c(<b>-->"
      case 3: return "<br>"
      case 4: return "<b a=\"x(>\" c=\"\">\(page(depth - 1, &random))</b>"
      case 5: return "<ul><li>\(page(depth - 1, &random))</li></ul>"
      default: return "<i>\(page(depth - 1, &random))</i>"
      }
    }.joined()
  }
}
