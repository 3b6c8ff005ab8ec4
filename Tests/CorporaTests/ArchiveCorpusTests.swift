import Foundation
import Tensors
import TestSupport
import Testing

@testable import Corpora

/// Pages in archives and compressed files.
@Suite struct ArchiveCorpusTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let entries: [(name: String, bytes: [UInt8])] = [
    ("pages/a.html", Array("<title>A</title>a".utf8)),
    ("pages/b.png", [1, 2, 3]),
    ("pages/.c.html", Array("c".utf8)),
    ("lines.jsonl", Array("{\"text\": \"1\"}\n\n{\"html\": \"2\"}".utf8)),
    ("code/x.py", Array("f(x)".utf8)),
    ("d.txt", Array("d\u{E9}".utf8)),
  ]

  @Test(arguments: ["zip", "7z", "tar", "tgz", "tar.gz", "tar.xz", "tar.zst", "tar.bz2"])
  func anArchiveGivesItsEntries(suffix: String) throws {
    let path = folder.file("x.\(suffix)")
    try writeArchive(path, entries)
    let found = try Corpus(sources: [path]).documents().documents()
    let name = "x.\(suffix)"
    #expect(
      found.map(\.id)
        == [
          "\(name)/pages/a.html", "\(name)/lines.jsonl:1", "\(name)/lines.jsonl:3", "\(name)/d.txt",
        ])
    #expect(found.map(\.text) == ["<title>A</title>a", "1", "2", "d\u{E9}"])
    #expect(found.map(\.isHTML) == [true, false, true, false])
    #expect(found[0].title == "A" && found[0].path == path + "/pages/a.html")
    #expect(try Corpus(sources: ["code:" + path]).documents().texts() == ["f(x)"])
  }

  @Test(arguments: ["gz", "xz", "zst", "bz2"])
  func aCompressedFileIsOneDocumentOrItsLines(suffix: String) throws {
    try writeArchive(folder.file("p.html.\(suffix)"), [("", Array("<p>p".utf8))])
    try writeArchive(
      folder.file("q.jsonl.\(suffix)"), [("", Array("{\"text\": \"1\"}\n{\"text\": \"2\"}\n".utf8))]
    )
    let corpus = try Corpus(sources: [folder.path])
    let found = corpus.documents().documents()
    #expect(found.map(\.text) == ["<p>p", "1", "2"])
    #expect(found.map(\.isHTML) == [true, false, false])
    try expectResumption(corpus)
  }

  @Test(arguments: ["zip", "tar.gz"])
  func anArchiveGoesOnFromEveryCursor(suffix: String) throws {
    try writeArchive(folder.file("x.\(suffix)"), entries)
    try writeArchive(folder.file("y.\(suffix)"), entries)
    try expectResumption(try Corpus(sources: [folder.path]))
  }

  @Test func linesOnDiskGoOnFromEveryCursor() throws {
    let lines = (0..<9).map { $0 == 4 ? "broken\r" : "{\"text\": \"\($0)\"}\r" }
    try Data(lines.joined(separator: "\n").utf8).write(to: url("x.jsonl"))
    let corpus = try Corpus(sources: [folder.path])
    #expect(corpus.documents().texts() == ["0", "1", "2", "3", "badJSON", "5", "6", "7", "8"])
    try expectResumption(corpus)
  }

  @Test func anArchiveWithoutDocumentsSaysSo() throws {
    try writeArchive(folder.file("x.zip"), [("a.png", [1])])
    let item = try Corpus(sources: [folder.path]).documents().next()
    #expect(item?.error?.code == .emptySource)
    #expect(item?.error?.message.contains("among 1 files") == true)
  }

  @Test(arguments: ["x.zip", "x.7z", "x.tar.gz", "x.jsonl.gz", "x.html.zst"])
  func whatIsNoArchiveIsPassedOver(name: String) throws {
    try Data("no archive at all, but long enough to be looked at".utf8).write(to: url(name))
    try Data("z".utf8).write(to: url("z.txt"))
    let texts = try Corpus(sources: [folder.path]).documents().texts()
    #expect(texts.last == "z" && texts.count == 2)
  }

  @Test(arguments: ["tar.gz", "tar.xz", "tar.zst", "tar.bz2", "tar", "jsonl.gz", "jsonl.zst"])
  func whatBreaksOffGivesWhatCameBeforeAndACountedReason(suffix: String) throws {
    var random = SplittableRandom(seed: 1)
    let line = { (text: [UInt8]) in Array("{\"text\": \"".utf8) + text + Array("\"}\n".utf8) }
    let noise = (0..<100_000).map { _ in UInt8.random(in: 0x30...0x7A, using: &random) & 0x7B }
      .filter { $0 != 0x5C && $0 >= 0x30 }
    let path = folder.file("x.\(suffix)")
    try writeArchive(path, [("a.jsonl", line([0x61]) + line(noise))])
    let whole = try Data(contentsOf: url("x.\(suffix)"))
    try whole.prefix(whole.count / 2).write(to: url("x.\(suffix)"))
    try Data("z".utf8).write(to: url("z.txt"))
    let stream = try Corpus(sources: [folder.path]).documents()
    let texts = stream.texts()
    #expect(texts.suffix(2) == ["brokenArchive", "z"])
    #expect(texts.count == 2 || texts.first == "a")
    #expect(stream.cursor.passedOver == ["brokenArchive": 1])
  }

  @Test func zimNeedsATrait() throws {
    try Data("no ZIM".utf8).write(to: url("x.zim"))
    let item = try Corpus(sources: [folder.path]).documents().next()
    #if ZIM
    #expect(item?.error?.code == .brokenArchive)
    #else
    #expect(item?.error?.code == .unsupportedFormat)
    #expect(item?.error?.message.contains("--traits ZIM") == true)
    #endif
  }

  /// Holds a stream from each cursor to what was left there, with several threads too.
  private func expectResumption(_ corpus: Corpus) throws {
    let all = corpus.documents().texts()
    let prepared = PreparedDocuments(corpus.documents(), threadCount: 2) { $0.text }
    for index in all.indices {
      #expect(corpus.documents(from: prepared.cursor).texts() == Array(all[index...]))
      switch prepared.next() {
      case .value(let text): #expect(text == all[index])
      case .passedOver(let error): #expect(error.code.rawValue == all[index])
      case nil: Issue.record("the stream ended at \(index)")
      }
    }
    #expect(prepared.next() == nil)
  }

  private func url(_ name: String) -> URL { URL(fileURLWithPath: folder.file(name)) }
}
