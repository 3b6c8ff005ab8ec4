import TestSupport
import Testing

@testable import Pretraining

@Suite struct TextWindowsTests {
  /// Documents of 1, 2, … 7 tokens, each behind a 0.
  private func tokens(in folder: TemporaryFolder) throws -> TokenFile {
    let path = folder.file("tokens.bin")
    var writer = try TokenFile.Writer(path: path, vocabularySize: 100)
    for length in 1...7 { try writer.append([0] + (1...length).map { 10 * length + $0 }) }
    try writer.finish()
    return try TokenFile(path: path, vocabularySize: 100)
  }

  @Test(arguments: [2, 3, 4, 9])
  func windowsHoldEveryTokenOnce(contextSize: Int) throws {
    let windows = TextWindows(
      try tokens(in: TemporaryFolder()), beginning: 0, contextSize: contextSize, seed: 1)
    let all = (0..<windows.count).map(windows.window)
    #expect(all.allSatisfy { $0.first == 0 && $0.count >= 2 && $0.count <= contextSize })
    #expect(all.flatMap { $0.dropFirst() } == (1...7).flatMap { n in (1...n).map { 10 * n + $0 } })
    // No window holds parts of two documents.
    #expect(all.allSatisfy { Set($0.dropFirst().map { $0 / 10 }).count == 1 })
  }

  @Test func everyEpochHasItsOwnOrderOfTheSameWindows() throws {
    let windows = TextWindows(
      try tokens(in: TemporaryFolder()), beginning: 0, contextSize: 3, seed: 1)
    var batches = windows.batches(of: windows.count, fromStep: 0)
    let (first, second) = (batches.nextBatch(), batches.nextBatch())
    #expect(first != second)
    #expect(Set(first) == Set(second))
  }

  @Test func readingOnBeginsWhereItEnded() throws {
    let windows = TextWindows(
      try tokens(in: TemporaryFolder()), beginning: 0, contextSize: 4, seed: 2)
    var whole = windows.batches(of: 5, fromStep: 0)
    let batches = (0..<7).map { _ in whole.nextBatch() }
    var later = windows.batches(of: 5, fromStep: 4)
    #expect((4..<7).map { _ in later.nextBatch() } == Array(batches[4...]))
  }

  @Test func aFileCutWithinANumberIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("odd.bin")
    var writer = try TokenFile.Writer(path: path, vocabularySize: 1 << 20)
    try writer.append([1, 2, 3])
    try writer.finish()
    #expect(try TokenFile(path: path, vocabularySize: 1 << 20)[2] == 3)
    #expect(try TokenFile(path: path, vocabularySize: 100).count == 6)
    #expect(throws: PretrainingError.self) {
      _ = try TokenFile(path: folder.file("none.bin"), vocabularySize: 100)
    }
  }
}
