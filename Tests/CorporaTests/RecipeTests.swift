import Foundation
import TestSupport
import Testing

@testable import Corpora

@Suite struct RecipeTests {
  /// What BeautifulSoup makes of a snippet; nil where it raises an exception.
  struct Snippet: Decodable, Sendable {
    let html: String
    let wikipedia: String?
  }

  /// The length and hash of what BeautifulSoup makes of a page.
  struct Page: Decodable, Sendable {
    let file: String
    let bytes: Int
    let fnv1a: String
  }

  @Test func agreesWithBeautifulSoupOnHostileSnippets() throws {
    for snippet in try golden([Snippet].self, "snippets") {
      guard let expected = snippet.wikipedia else { continue }
      #expect(Recipe.wikipedia.apply(to: snippet.html) == expected, "of \(snippet.html)")
    }
  }

  /// All 306 pages agree; ten of them keep a debug build's test short.
  @Test(
    .enabled(if: sharedDataPath("html") != nil, "needs ../shared/data/html"),
    arguments: [0, 37, 75, 114, 151, 189, 223, 260, 298, 305])
  func agreesWithBeautifulSoupOnPages(index: Int) throws {
    let page = try golden([Page].self, "pages")[index]
    let path = try #require(sharedDataPath("html/\(page.file)"))
    let text = Recipe.wikipedia.apply(to: try readFile(path, maximumByteCount: 1 << 30))
    #expect(text.count == page.bytes)
    #expect(fnv1a(text) == page.fnv1a)
  }

  @Test(arguments: [
    ("<p>no head, no body</p><footer>f</footer>", "<p>no head, no body</p>"),
    ("<body>b</body>", "<body>b</body>"),
    ("<head>h</head>", "<head>h</head>"),
    (
      "<footer><body>b</body></footer><body>c</body><head>h</head>",
      "<head>h</head>\n<body>c</body>"
    ),
    ("", ""),
  ])
  func keepsWhatThereIsWithoutHeadOrBody(html: String, expected: String) {
    #expect(Recipe.wikipedia.apply(to: html) == expected)
  }

  @Test func rawChangesNothing() throws {
    let html = "<P CLASS=x>\u{0}a &amp b"
    #expect(try Recipe(named: "raw").apply(to: html) == html)
  }

  @Test func composesRecipesAndSteps() throws {
    let recipe = try Recipe(named: "wikipedia,visible-text")
    #expect(recipe.steps == Recipe.wikipedia.steps + [.visibleText])
    let html = "<head><title>t</title></head><body><p>a<footer>b</footer><p>c</body>"
    #expect(recipe.apply(to: html) == "a\nc")
  }

  @Test(arguments: [
    ("<body>x<div id=bodyContent>y<div class='a mw-parser-output'>z</div></div></body>", "z"),
    ("<body>x<div id=bodyContent>y<div id=mw-content-text>z</div></div></body>", "z"),
    ("<body><nav>x</nav><main>y<article>z</article></main></body>", "z"),
    ("<body><main>z<style>s</style><!-- c --></main><footer>f</footer></body>", "z"),
    ("<head>h</head><body>z</body>", "z"), ("z", "z"), ("", ""),
    ("<article>z</article><article>w</article>", "z"),
  ])
  func theArticleIsTheSurestRegion(html: String, expected: String) throws {
    #expect(try Recipe(named: "article+visible-text").apply(to: html) == expected)
  }

  @Test(arguments: [
    (
      "<html><head>h</head><body id=a>x<main>y</main></body></html>",
      "<body id=\"\">x<main>y</main></body>"
    ),
    ("<p>x</p>", "<p>x</p>"),
  ])
  func theBodyIsKeptWithItsTag(html: String, expected: String) throws {
    #expect(try Recipe(named: "blank-attributes+body").apply(to: html) == expected)
  }

  @Test func stepsComposeWithPlusAsWithCommas() throws {
    #expect(
      try Recipe(named: "drop-styles+visible-text").steps
        == Recipe(named: "drop-styles,visible-text").steps)
    #expect(throws: CorpusError.self) { try Recipe(named: "wikipedia++text") }
  }

  @Test func namesTheRecipesThereAreWhenAskedForAnother() {
    #expect {
      try Recipe(named: "wikipedia,nonsense")
    } throws: { error in
      (error as? CorpusError)?.code == .unknownRecipe
        && "\(error)".contains("wikipedia, article, text, raw")
        && "\(error)".contains("drop-footer")
    }
  }

  @Test(arguments: [
    ("<p>a  b\n c<p>d", "a b c\nd"),
    ("<head><title>t</title></head><body><h1>a</h1>b<br>c<hr>d</body>", "a\nb\nc\nd"),
    ("<table><tr><td>a<td>b</tr><tr><th>c</th> <th>d</th></table>", "a\tb\nc\td"),
    ("<pre> a\n  b </pre>c", " a\n  b \nc"),
    ("a<script>x</script><style>y</style><!-- z --><noscript>w</noscript>b", "ab"),
    ("x<b>&lt;</b>&nbsp;&unknown;", "x<\u{A0}&unknown"),
  ])
  func visibleTextIsWhatAReaderSees(html: String, expected: String) {
    #expect(Recipe.text.apply(to: html) == expected)
  }

  @Test func leavesPlainTextAlone() {
    let document = Document(id: "a", title: "a", path: "a.txt", text: "a <b> c", isHTML: false)
    #expect(Recipe.wikipedia.apply(to: document) == "a <b> c")
  }

  private func golden<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let data = try Data(contentsOf: URL(fileURLWithPath: goldenPath("Corpora/\(name).json")))
    return try JSONDecoder().decode(type, from: data)
  }

  private func fnv1a(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
