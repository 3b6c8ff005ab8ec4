import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  private func write(_ text: String, to path: String, committing: Bool) throws {
    var file = try AtomicFile(path: path)
    let bytes = Array(text.utf8)
    try file.write(bytes.span.bytes)
    if committing { try file.commit() }
  }

  @Test func theNameAppearsWithTheWholeFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.txt")
    try write("old", to: path, committing: true)
    try write("new", to: path, committing: false)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    try write("new", to: path, committing: true)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.txt"])
  }

  @Test func aMissingFolderIsAnError() {
    let error = #expect(throws: FileError.self) { _ = try AtomicFile(path: "/nowhere/a.txt") }
    #expect(error?.path == "/nowhere/a.txt")
  }
}
