import Foundation
import TestSupport
import Testing

/// How many pages the long harvest reads.
///
///     swift build -c release --product thresher
///     THRESHER=.build/release/thresher THRESHER_LONG_HARVEST=100000 \
///       swift test --filter HarvestMemoryTests
private let pageCount = ProcessInfo.processInfo.environment["THRESHER_LONG_HARVEST"].flatMap {
  Int($0)
}

/// Memory does not grow with the corpus.
@Suite struct HarvestMemoryTests {
  @Test(.enabled(if: pageCount != nil, "takes minutes: set THRESHER_LONG_HARVEST to try it"))
  func memoryDoesNotGrowWithTheCorpus() throws {
    let workshop = try TinyWorkshop(pageCount: 1)
    var peaks: [Int] = []
    // The small one twice: the first run of a program takes pages that later ones share.
    for count in [100, 100, pageCount ?? 0] {
      try writePages(count, to: workshop.folder.file("pages.jsonl"))
      let run = try Command(
        "harvest", "--model", "tiny", "--corpus", "pages.jsonl", "--site", "resid_pre1",
        "--context", "64", "--positions", "every:4", "--shard-rows", "4096", "--output",
        "harvest-\(count)", "--quiet", folder: workshop.path)
      #expect(run.exitCode == 0, "\(run.errors)")
      try FileManager.default.removeItem(atPath: workshop.folder.file("harvest-\(count)"))
      peaks.append(largestChildByteCount())
    }
    print("peak memory: \(peaks[1]) bytes for 100 pages, \(peaks[2]) for \(pageCount ?? 0)")
    #expect(Double(peaks[2]) <= 1.05 * Double(peaks[1]))
  }

  private func writePages(_ count: Int, to path: String) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    for index in 0..<count {
      let words = (0..<20 + index % 50).map { "<b>word \($0 * index % 97)</b>" }
        .joined(separator: " ")
      let page = "<html><body><p>\(words)</p></body></html>"
      let line = "{\"id\": \"page \(index)\", \"html\": \"\(page)\"}\n"
      try file.write(contentsOf: Data(line.utf8))
    }
    try file.close()
  }

  /// The most memory that any child of this process has taken.
  private func largestChildByteCount() -> Int {
    var usage = rusage()
    getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}
