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
    try write("a-b/c.txt", "c")
    try write("a.txt", "a")
    try write("a/image.png", "p")
    try write(".hidden/c.html", "c")
    let found = try documents([folder.path])
    #expect(found.map(\.id) == ["a-b/c.txt", "a.txt", "a/notes.txt", "a/z.HTM", "b.html"])
    #expect(found.map(\.title) == ["c", "a", "notes", "z", "B & <b>"])
    #expect(found.map(\.isHTML) == [false, false, false, true, true])
    #expect(found[2].text == "no < markup")
    #expect(found[4].path == folder.path + "/b.html")
  }

  @Test func takesFilesAndPatternsAndEachFileOnce() throws {
    for name in ["p1.html", "p2.html", "q.html", "r"] { try write(name, "<html>\(name)") }
    let found = try documents([folder.file("p*.html"), folder.file("r"), folder.file("p1.html")])
    #expect(found.map(\.id) == ["p1.html", "p2.html", "r"])
    #expect(found[2].isHTML)
  }

  @Test func namesByTheWholePathWhatWouldShareAnID() throws {
    try write("a/x.html", "1")
    try write("b/x.html", "2")
    try write("b/y.html", "3")
    let found = try documents([folder.file("b"), folder.file("a/")])
    #expect(found.map(\.id) == [folder.file("b/x.html"), "y.html", folder.file("a/x.html")])
  }

  @Test func takesCodeWhenAskedFor() throws {
    try write("a/main.py", "f(x)")
    try write("a/page.html", "<p>")
    #expect(try documents(["code:" + folder.path]).map(\.id) == ["a/main.py"])
    #expect(try documents([folder.path]).map(\.id) == ["a/page.html"])
  }

  @Test func saysWhatIsWrongWithASource() throws {
    try write("image.png", "p")
    #expect(code(of: []) == .emptySource)
    #expect(code(of: [folder.file("nothing")]) == .missingSource)
    #expect(code(of: [folder.path]) == .emptySource)
    #expect(code(of: ["code:" + folder.path]) == .emptySource)
    #expect(code(of: [folder.file("*.html")]) == .emptySource)
    #expect(code(of: [folder.path + "=0"]) == .missingSource)
  }

  @Test func passesOverWhatIsNoUTF8AndGoesOn() throws {
    try write("a.html", bytes: Array("<p>\u{E9}".utf8) + [0xFF, 0x61])
    try write("b.html", bytes: [0xFF, 0xFE, 0x61, 0x00])
    try write("c.html", bytes: [0xEF, 0xBB, 0xBF] + Array("<title>c".utf8))
    let stream = try Corpus(sources: [folder.path]).documents()
    #expect(
      stream.next()?.error?.description.contains("a.html, byte 5: expected UTF-8") == true)
    #expect(stream.next()?.error?.message.contains("UTF-16") == true)
    #expect(stream.next()?.document?.text == "<title>c")
    #expect(stream.next() == nil)
    #expect(stream.cursor.passedOver == ["notUTF8": 2])
    #expect(stream.cursor.documentsRead == 1 && stream.cursor.bytesRead == 8)
  }

  @Test func passesOverLongFilesDeepPagesAndFilesThatAreGone() throws {
    try write("a.html", "12345")
    try write("b.html", "<p><b>")
    try write("c.html", "c")
    try write("d.html", "d")
    let corpus = try Corpus(
      sources: [folder.path], limits: DocumentLimits(maximumByteCount: 7, maximumDepth: 1))
    try write("a.html", "12345678")
    try FileManager.default.removeItem(atPath: folder.file("c.html"))
    let stream = corpus.documents()
    #expect(
      stream.next()?.error?.description.hasPrefix(
        folder.file("a.html") + ": expected a document of at most 7 bytes, found 8") == true)
    #expect(stream.next()?.error?.code == .tooDeep)
    #expect(stream.next()?.error?.code == .unreadable)
    #expect(stream.next()?.document?.id == "d.html")
  }

  @Test func readsAnEmptyFile() throws {
    try write("a.html", "")
    let found = try documents([folder.path])
    #expect(found.first?.text.isEmpty == true && found.first?.title == "a")
  }

  @Test(arguments: 0...5)
  func aStreamGoesOnFromItsCursor(count: Int) throws {
    for name in ["a", "b", "c", "d", "e"] { try write("\(name).txt", name) }
    let corpus = try Corpus(sources: [folder.file("[ab].txt"), folder.file("[cde].txt")])
    let whole = corpus.documents()
    for _ in 0..<count { _ = whole.next() }
    let kept = try JSONEncoder().encode(whole.cursor)
    let rest = corpus.documents(from: try JSONDecoder().decode(CorpusCursor.self, from: kept))
    #expect(rest.texts() == Array(["a", "b", "c", "d", "e"].dropFirst(count)))
    #expect(rest.cursor.documentsRead == 5)
  }

  @Test func slicesShareNothingAndLeaveNothingOut() throws {
    for name in ["a", "b", "c", "d", "e"] { try write("\(name).txt", name) }
    let corpus = try Corpus(sources: [folder.path])
    let slices = (0..<3).map { corpus.documents(slice: CorpusSlice($0, of: 3)).texts() }
    #expect(slices == [["a", "d"], ["b", "e"], ["c"]])
  }

  @Test func weightsMixSourcesByTheSeed() throws {
    for index in 0..<60 {
      try write("a/\(index).txt", "a")
      try write("b/\(index).txt", "b")
    }
    func mixture(_ seed: UInt64) throws -> [String] {
      try Corpus(sources: [folder.file("a=3"), folder.file("b")], seed: seed).documents().texts()
    }
    let found = try mixture(1)
    #expect(found.count == 120)
    let share = found.prefix(60).count { $0 == "a" }
    #expect((36...54).contains(share), "three in four")
    #expect(try mixture(1) == found)
    #expect(try mixture(2) != found)
  }

  @Test func aMixtureGoesOnFromItsCursor() throws {
    for index in 0..<10 {
      try write("a/\(index).txt", "a\(index)")
      try write("b/\(index).txt", "b\(index)")
    }
    let corpus = try Corpus(sources: [folder.file("a=1"), folder.file("b=2")], seed: 5)
    let all = corpus.documents().texts()
    let stream = corpus.documents()
    for index in all.indices {
      #expect(corpus.documents(from: stream.cursor).texts() == Array(all[index...]))
      _ = stream.next()
    }
  }

  private func documents(_ sources: [String]) throws -> [Document] {
    try Corpus(sources: sources).documents().documents()
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
