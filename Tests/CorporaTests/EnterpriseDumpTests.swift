import Foundation
import TestSupport
import Testing

@testable import Corpora

@Suite struct EnterpriseDumpTests {
  let folder: TemporaryFolder
  private var path: String { folder.file("enwiki-NS0-20231201-ENTERPRISE-HTML.json.tar.gz") }

  init() throws { folder = try TemporaryFolder() }

  @Test func aDumpGivesItsPages() throws {
    let lines = try (0..<250).map { index in
      try EnterpriseDump.line(index, html: "<p>\u{E9} \"\(index)\"\n</p>")
    }
    try EnterpriseDump.write(path, lines)
    let found = try Corpus(sources: [path]).documents().documents()
    #expect(found.map(\.id) == (0..<250).map(String.init))
    #expect(found[249].text == "<p>\u{E9} \"249\"\n</p>" && found[249].isHTML)
    #expect(found[249].title == "Page 249")
    #expect(found[249].url == "https://en.wikipedia.org/wiki/Page_249")
    #expect(found[249].path == path + "/enwiki_namespace_0_2.ndjson:50")
  }

  @Test func aDumpGoesOnFromACursorAndInSlices() throws {
    try EnterpriseDump.write(
      path, try (0..<230).map { try EnterpriseDump.line($0, html: "\($0)") })
    let corpus = try Corpus(sources: [path])
    for count in [1, 99, 100, 101, 229, 230] {
      let stream = corpus.documents()
      for _ in 0..<count { _ = stream.next() }
      let rest = corpus.documents(from: stream.cursor)
      #expect(rest.documents().map(\.id) == (count..<230).map(String.init))
      #expect(rest.cursor.documentsRead == 230)
    }
    let slice = corpus.documents(slice: CorpusSlice(2, of: 7)).documents()
    #expect(slice.map(\.id) == stride(from: 2, to: 230, by: 7).map(String.init))
  }

  /// Each fault is one line among good ones.
  @Test func faultyPagesArePassedOverWithCountedReasons() throws {
    let good = try (0..<7).map { try EnterpriseDump.line($0, html: "<p>\($0)") }
    let long = try EnterpriseDump.line(90, html: String(repeating: "x", count: 60_000))
    let deep = try EnterpriseDump.line(91, html: String(repeating: "<div>", count: 5_000))
    let noUTF8 =
      [UInt8]("{\"article_body\":{\"html\":\"".utf8) + [0xC3, 0x28] + Array("\"}}\n".utf8)
    let lines = [
      good[0], Array("{\"name\": \"broken\n".utf8), good[1], noUTF8, good[2], long, good[3], deep,
      good[4], Array("{\"name\": \"no body\"}\n".utf8), good[5],
      [UInt8](repeating: 0x20, count: 300_000) + [0x0A], good[6],
    ]
    try EnterpriseDump.write(path, lines)
    let corpus = try Corpus(sources: [path], limits: DocumentLimits(maximumByteCount: 50_000))
    let stream = corpus.documents()
    #expect(stream.documents().map(\.id) == (0..<7).map(String.init))
    #expect(
      stream.cursor.passedOver == ["badJSON": 2, "notUTF8": 1, "tooLarge": 2, "tooDeep": 1])
    #expect(stream.cursor.ordinal == 13)
  }

  @Test func aDumpThatBreaksOffGivesWhatCameBefore() throws {
    try EnterpriseDump.write(
      path, try (0..<300).map { try EnterpriseDump.line($0, html: "\($0 &* 7919)") })
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count - 2_000).write(to: URL(fileURLWithPath: path))
    try Data("<p>z".utf8).write(to: URL(fileURLWithPath: folder.file("z.html")))
    let stream = try Corpus(sources: [folder.path]).documents()
    let found = stream.documents()
    #expect(found.count > 50 && found.count < 301 && found.last?.id == "z.html")
    #expect(found.dropLast().map(\.id) == (0..<(found.count - 1)).map(String.init))
    #expect(stream.cursor.passedOver == ["brokenArchive": 1])
  }

  /// A few megabytes; `THRESHER_DUMP_MB=4000` asks for more.
  @Test func aDumpOfAnySizeStreamsInConstantMemory() throws {
    let asked = ProcessInfo.processInfo.environment["THRESHER_DUMP_MB"].flatMap { Int($0) }
    let lines = try (0..<20).map { index in
      try EnterpriseDump.line(
        index, html: String(repeating: "<p>page \(index)</p>", count: asked == nil ? 20 : 5_000))
    }
    let count = try EnterpriseDump.write(
      path, repeating: lines, byteCount: asked.map { $0 << 20 } ?? 200_000)
    let documents = PreparedDocuments(
      try Corpus(sources: [path]).documents(), threadCount: 2
    ) { $0.text.utf8.count }
    var found = 0
    var early: Int?
    while let item = documents.next() {
      guard case .value = item else { continue }
      found += 1
      if found == count / 10 { early = peakMemory }
    }
    #expect(found == count)
    guard let early, let late = peakMemory, asked != nil else { return }
    print("\(count) pages, \(asked ?? 0) MB: peak \(early) kB after a tenth, \(late) kB at the end")
    #expect(late < early + early / 20)
  }

  /// The most memory that this process has held so far, in kB.
  private var peakMemory: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
  }
}
