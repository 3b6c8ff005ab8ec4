import Digests
import Foundation
import TestSupport
import Testing

@Suite struct SHA256Tests {
  /// The examples of FIPS 180-4's companion document.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func agreesWithThePublishedExamples(text: String, digest: String) {
    #expect(SHA256.of(Array(text.utf8)) == digest)
  }

  @Test(arguments: [1, 7, 64, 1000])
  func doesNotDependOnThePieces(size: Int) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var digest = SHA256()
    for start in stride(from: 0, to: bytes.count, by: size) {
      digest.update(bytes[start..<min(start + size, bytes.count)].span.bytes)
    }
    #expect(digest.finalize() == SHA256.of(bytes))
  }

  @Test func readsAFile() throws {
    let folder = try TemporaryFolder()
    // A piece and a bit, so that the file is read in more than one.
    let bytes = [UInt8](repeating: 7, count: 1 << 20) + [1, 2, 3]
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file("a")))
    #expect(try SHA256.ofFile(folder.file("a")) == SHA256.of(bytes))
  }

  @Test(arguments: ["", "/missing"])
  func namesAFileItCannotRead(suffix: String) throws {
    let path = try TemporaryFolder().path + suffix
    let error = #expect(throws: DigestError.self) { try SHA256.ofFile(path) }
    #expect(error?.path == path)
  }
}
