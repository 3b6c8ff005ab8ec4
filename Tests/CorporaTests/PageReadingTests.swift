import Foundation
import TestSupport
import Tensors
import Testing

@testable import Corpora

/// A page read by its skeleton is the page read whole.
@Suite struct PageReadingTests {
  /// More are tried by `THRESHER_RANDOM_PAGES=100000 swift test --filter PageReadingTests`.
  private static let count =
    ProcessInfo.processInfo.environment["THRESHER_RANDOM_PAGES"].flatMap { Int($0) } ?? 600

  @Test func brokenPagesReadTheSame() throws {
    var shortened = 0
    for seed in 0..<Self.count {
      let page = brokenPage(seed: UInt64(seed))
      if try agrees(page) { shortened += 1 }
    }
    // The others hold what no skeleton stands for, as one page in three here does.
    #expect(shortened > Self.count / 2)
  }

  @Test(arguments: [
    "", " ", "<", "<a", "</a", "<a b=\"", "<!--", "<!doctype", "<p>&#32;", "&Tab;<p>", "a<<b>c",
    "<script><!--<script></script>--></script><b>", "<style><b></style><b>x</b>", "<title></title>",
    "<svg><title><b></title></svg>", "<select><iframe><b></iframe></select>", "<plaintext><b>",
    "<table> <b>x<tr><td> </table>y", "<table><input type=hidden><input></table>",
    "<b><b class=x><b class=x><b class=x><b class=x><p>x</b></b></b></b></b><p>y",
    "<math><annotation-xml encoding=text/html><p></annotation-xml></math>",
    "<svg><font color=x><font><b></svg>", "</><b>x</b>", "<svg></svg ><b>", "<x-a></x-b>y",
    "<select><b>x</b><option><i>y</i></select>", "<svg><desc><b>x</b></desc><b>y</b></svg>",
    "<a>x<a>y</a></a><a>z</a>", "<b><b><b><b>x</b><p>y</b></b></b>", "<i><span>x</i>y</span>z",
    "<p>a <i><b>x</b> <br>y</i> <sup></sup><p>", "<template><b>x</b><tr><td>y</template>",
    "<table> <i>x</i> <tr><a>y</a><td></table>", "<p><b><!-- --></b><frameset>",
    "<math><mi><p></math><b>x</b></p></math><i>y</i>", "<form><div></form><form></div>",
    "a\r\n<p>\r\n<b>", "<textarea>\n<b></textarea ><b>",
  ])
  func snippetsReadTheSame(html: String) throws { _ = try agrees(Array(html.utf8)) }

  @Test(.enabled(if: sharedDataPath("html") != nil, "needs the shared pages"))
  func realPagesReadTheSame() throws {
    let folder = try #require(sharedDataPath("html"))
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    for name in names.filter({ $0.hasSuffix(".html") }).prefix(8) {
      let page = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      guard page.count < 100_000 else { continue }
      #expect(try agrees(Array(page)), "\(name) has no skeleton")
    }
  }

  /// Whether a page has a skeleton; if so, it must read as the whole does.
  private func agrees(_ page: [UInt8]) throws -> Bool {
    guard let short = PageReading(shortening: page, maximumDepth: 4096) else { return false }
    let whole = try PageReading(whole: page, maximumDepth: 4096, path: "page")
    // Elements that end where they begin need not be there.
    let open = [short, whole].map { $0.elements.filter { $0.end.offset != $0.start } }
    #expect(open[0] == open[1], "\(String(decoding: page, as: UTF8.self))")
    #expect(
      short.kinds.starts.elementsEqual(whole.kinds.starts, by: ==),
      "\(String(decoding: page, as: UTF8.self))")
    return true
  }

  private func brokenPage(seed: UInt64) -> [UInt8] {
    var random = SplittableRandom(seed: seed)
    let count = Int.random(in: 1...40, using: &random)
    return (0..<count).flatMap { _ in
      Array((Self.pieces.randomElement(using: &random) ?? "").utf8)
    }
  }

  private static let names = [
    "a", "b", "i", "font", "nobr", "p", "div", "span", "ul", "li", "dl", "dd", "table", "caption",
    "colgroup", "col", "tbody", "tr", "td", "th", "select", "option", "form", "button", "head",
    "body", "html", "h1", "h2", "pre", "svg", "math", "mi", "desc", "foreignObject", "x-a", "br",
    "input", "applet", "template", "noscript", "annotation-xml", "blockquote",
  ]

  private static let tags: [String] = names.flatMap { name -> [String] in
    ["<\(name)>", "<\(name) class=\"x y\" id='z>'>", "</\(name)>", "</\(name)>"]
  }

  private static let others: [String] = [
    "<a href=x", "<b a/>", "<path/>", "<br/>", "<i class=a>", "<i class=b>", "<p / >",
    "text", " ", "\n", "x < y ", "&amp; z", "&#32;", "&nbsp;", "&NewLine;", "h\u{E9}", "\r\n",
    "text", "text", " ", "a b\n", "<b>x</b>", "<a href=y>x</a>", "<span> </span>", "<i>", "</i>",
    "<!-- c -->", "<!d>", "<?e?>", "</ f>", "<!doctype html>", "<!DOCTYPE svg PUBLIC 'a>'>",
    "<title>t <b> u</title>", "<style>a > b</style>", "<script>if (a<b)</script>",
    "<textarea> <p></textarea>", "<script src=x></script>", "<style>", "</style>", "<title>",
    "<input type=hidden>", "<annotation-xml encoding='text/html'>", "<frameset>", "<frame>",
  ]

  private static let pieces = tags + others
}
