import Foundation
import TestSupport
import Testing

@testable import Corpora

@Suite struct CorpusTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func listsAFolderRecursivelyInTheOrderOfPaths() throws {
    try write("b.html", "<title> B &amp;\n &lt;b> </title>x")
    try write("a/z.HTM", "z")
    try write("a/notes.txt", "no < markup")
    try write("a/image.png", "p")
    try write(".hidden/c.html", "c")
    let corpus = try Corpus(sources: [folder.path])
    #expect(corpus.count == 3)
    let documents = try (0..<3).map { try corpus.document(at: $0) }
    #expect(documents.map(\.id) == ["a/notes.txt", "a/z.HTM", "b.html"])
    #expect(documents.map(\.title) == ["notes", "z", "B & <b>"])
    #expect(documents.map(\.isHTML) == [false, true, true])
    #expect(documents[0].text == "no < markup")
    #expect(documents[2].path == folder.path + "/b.html")
  }

  @Test func takesFilesAndPatternsAndEachFileOnce() throws {
    for name in ["p1.html", "p2.html", "q.html", "r"] { try write(name, "<html>\(name)") }
    let corpus = try Corpus(sources: [
      folder.file("p*.html"), folder.file("r"), folder.file("p1.html"),
    ])
    #expect((0..<corpus.count).map(corpus.id(at:)) == ["p1.html", "p2.html", "r"])
    #expect(try corpus.document(at: 2).isHTML)
  }

  @Test func namesByTheWholePathWhatWouldShareAnID() throws {
    try write("a/x.html", "1")
    try write("b/x.html", "2")
    try write("b/y.html", "3")
    let corpus = try Corpus(sources: [folder.file("b"), folder.file("a/")])
    let ids = (0..<corpus.count).map(corpus.id(at:))
    #expect(ids == [folder.file("b/x.html"), "y.html", folder.file("a/x.html")])
  }

  @Test func saysWhatIsWrongWithASource() throws {
    try write("image.png", "p")
    #expect(code(of: []) == .emptySource)
    #expect(code(of: [folder.file("nothing")]) == .missingSource)
    #expect(code(of: [folder.path]) == .emptySource)
    #expect(code(of: [folder.file("*.html")]) == .emptySource)
  }

  @Test func repairsAndCountsWhatIsNoUTF8() throws {
    try write(
      "a.html", bytes: [0xEF, 0xBB, 0xBF] + Array("<title>\u{FFFD}".utf8) + [0xFF, 0x61, 0xC3])
    let document = try Corpus(sources: [folder.path]).document(at: 0)
    #expect(document.text == "<title>\u{FFFD}\u{FFFD}a\u{FFFD}")
    #expect(document.repairCount == 2)
  }

  @Test func refusesUTF16AndFilesBeyondTheLimit() throws {
    try write("a.html", bytes: [0xFF, 0xFE, 0x61, 0x00])
    try write("b.html", "12345")
    let corpus = try Corpus(sources: [folder.path], maximumByteCount: 4)
    #expect(throws: CorpusError.self) { try corpus.document(at: 0) }
    #expect {
      try corpus.document(at: 1)
    } throws: { error in
      "\(error)".hasPrefix(
        folder.file("b.html") + ": expected a document of at most 4 bytes, found 5")
    }
  }

  @Test func reportsAFileThatIsGone() throws {
    try write("a.html", "a")
    let corpus = try Corpus(sources: [folder.path])
    try FileManager.default.removeItem(atPath: folder.file("a.html"))
    #expect {
      try corpus.document(at: 0)
    } throws: { ($0 as? CorpusError)?.code == .unreadable }
  }

  @Test func readsAnEmptyFile() throws {
    try write("a.html", "")
    let document = try Corpus(sources: [folder.path]).document(at: 0)
    #expect(document.text.isEmpty && document.title == "a")
  }

  private func code(of sources: [String]) -> CorpusError.Code? {
    do throws(CorpusError) {
      _ = try Corpus(sources: sources)
      return nil
    } catch {
      return error.code
    }
  }

  private func write(_ name: String, _ text: String) throws {
    try write(name, bytes: Array(text.utf8))
  }

  private func write(_ name: String, bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: folder.file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}
