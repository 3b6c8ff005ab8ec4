import TestSupport
import Testing

@testable import Archives

@Suite struct ArchiveReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: ["zip", "7z", "tar", "tar.gz", "tar.xz", "tar.zst"])
  func givesNamesAndBytes(suffix: String) throws {
    let path = folder.file("a.\(suffix)")
    let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }
    try writeArchive(path, [("one", [1]), ("\u{E9}/two", large), ("empty", [])])
    var reader = try ArchiveReader(path: path, contents: .files)
    #expect(try reader.next() == "one")
    #expect(try reader.next() == "\u{E9}/two", "what is not read is passed over")
    var bytes: [UInt8] = []
    try reader.forEachPiece { piece in
      piece.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    #expect(bytes == large)
    #expect(try reader.next() == "empty")
    #expect(try reader.next() == nil)
    #expect(reader.packedByteCount > 0)
  }

  @Test(arguments: ["gz", "xz", "zst", "bz2"])
  func givesTheBytesOfOneFile(suffix: String) throws {
    let path = folder.file("a.\(suffix)")
    try writeArchive(path, [("", [1, 2, 3])])
    var reader = try ArchiveReader(path: path, contents: .bytes)
    #expect(try reader.next() != nil)
    var bytes: [UInt8] = []
    try reader.forEachPiece { piece in
      piece.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    #expect(bytes == [1, 2, 3])
    #expect(try reader.next() == nil)
  }

  @Test func namesTheFileThatIsMissing() {
    let error = #expect(throws: ArchiveError.self) {
      _ = try ArchiveReader(path: folder.file("none.zip"), contents: .files)
    }
    #expect(error?.description.hasPrefix(folder.file("none.zip") + ": ") == true)
  }
}
