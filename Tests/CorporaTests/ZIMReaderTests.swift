#if ZIM
import Foundation
import TestSupport
import Testing

@testable import Corpora

@Suite struct ZIMReaderTests {
  private let path = goldenPath("Corpora/ZIM/pages.zim")

  @Test func givesThePagesAndNothingElse() throws {
    let found = try Corpus(sources: [path]).documents().documents().sorted { $0.id < $1.id }
    #expect(found.map(\.id) == ["pages.zim/index.html", "pages.zim/second.html"])
    #expect(found.map(\.title) == ["First", "Second"])
    #expect(found[1].text.contains("<p>Zwei \u{E9}</p>") && found[1].isHTML)
  }

  @Test func goesOnFromEveryCursorAndInSlices() throws {
    let corpus = try Corpus(sources: [path])
    let all = corpus.documents().texts()
    let stream = corpus.documents()
    for index in all.indices {
      #expect(corpus.documents(from: stream.cursor).texts() == Array(all[index...]))
      _ = stream.next()
    }
    #expect(corpus.documents(slice: CorpusSlice(1, of: 2)).texts() == [all[1]])
  }

  @Test func pagesBeyondTheLimitArePassedOver() throws {
    let corpus = try Corpus(sources: [path], limits: DocumentLimits(maximumByteCount: 10))
    #expect(corpus.documents().texts() == ["tooLarge", "tooLarge"])
  }

  @Test func aFileThatBreaksOffIsPassedOver() throws {
    let folder = try TemporaryFolder()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try bytes.prefix(1_000).write(to: URL(fileURLWithPath: folder.file("cut.zim")))
    let item = try Corpus(sources: [folder.path]).documents().next()
    #expect(item?.error?.code == .brokenArchive)
  }
}
#endif
