import Foundation
import TestSupport
import Testing

@testable import Corpora

/// Pages that once misled a reader, or are made to.
@Suite struct HostilePagesTests {
  /// Every file under `Tests/Fuzz/FailCases/Corpora`.
  static let failCases: [String] = {
    let folder = goldenPath("../Fuzz/FailCases/Corpora")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { folder + "/" + $0 }
  }()

  @Test(arguments: failCases)
  func failCasesAreReadWithoutACrash(path: String) throws {
    let page = try readFile(path, maximumByteCount: 1 << 20)
    read(page)
  }

  @Test(arguments: [
    "<div>", "<b>", "<li>", "<a x=\"", "<a b=\">\" ", "<!--a>", "<![CDATA[", "</div>", "&#",
    "<svg>", "<",
    "<table><td>", "<form><div></form>", "<b><div></b>", "\u{0}", "&amp", "<script>", "<p><font>",
  ])
  func repeatedFragmentsTakeNoQuadraticTime(fragment: String) {
    read(Array(String(repeating: fragment, count: 2_000).utf8))
  }

  @Test func refusesAPageNestedBeyondTheLimit() {
    let page = Array(String(repeating: "<div>", count: 5_000).utf8)
    let error = error(of: page)
    #expect(error?.code == .tooDeep)
    #expect(error?.description.hasPrefix("page, byte 20480: expected at most 4096") == true)
  }

  @Test func parsesAPageNestedJustWithinTheLimit() throws {
    let depth = 4_000
    let page = String(repeating: "<i>", count: depth) + "x"
    #expect(try HTMLStructure(of: page).segment(at: 3 * depth).depth == depth)
  }

  @Test func carelessMarkupIsNotTakenForDeepNesting() throws {
    let item = "<li><font>a<p>b<p><i>c</i><blockquote>d<p>e</blockquote>"
    let page = "<ul>" + String(repeating: item, count: 1_500) + "</ul>"
    #expect(NestingBound.firstTagBeyond(4_096, in: Array(page.utf8)) == nil)
  }

  @Test func refusesATreeOutOfAllProportion() {
    // Each paragraph makes every unclosed element of the first anew: six million of them.
    let formats = (0..<1_500).map { "<b x=\($0)>" }.joined()
    let page = "<p>" + formats + String(repeating: "<p>x", count: 4_000)
    #expect(error(of: Array(page.utf8))?.code == .tooComplex)
  }

  private func error(of page: [UInt8]) -> CorpusError? {
    do throws(CorpusError) {
      _ = try HTMLStructure(of: page)
      return nil
    } catch {
      return error
    }
  }

  private func read(_ page: [UInt8]) {
    for recipe in [Recipe.wikipedia, Recipe.text] { _ = recipe.apply(to: page) }
    if let structure = try? HTMLStructure(of: page) {
      #expect(structure.segment(at: page.count).range.upperBound == page.count)
    }
  }
}
