import Foundation
import TestSupport
import Testing

/// The program as a user runs it: arguments in, output and exit code out.
struct Command {
  let output: String
  let errors: String
  let exitCode: Int32

  /// Runs `thresher` with arguments, in a folder if one is given.
  init(_ arguments: String..., folder: String? = nil) throws {
    try self.init(arguments: arguments, folder: folder)
  }

  /// Runs `thresher` with arguments, in a folder if one is given, with changes to the environment.
  init(
    arguments: [String], folder: String? = nil, environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.executableURL = Self.program
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    // Files, since a pipe that nobody drains would fill and stop the program.
    let scratch = try TemporaryFolder()
    let (outputFile, errorFile) = (scratch.file("output"), scratch.file("errors"))
    process.standardOutput = try handle(writing: outputFile)
    process.standardError = try handle(writing: errorFile)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    output = try String(contentsOfFile: outputFile, encoding: .utf8)
    errors = try String(contentsOfFile: errorFile, encoding: .utf8)
    exitCode = process.terminationStatus
  }

  /// The JSON object that was printed.
  func object() throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any],
      "no JSON object: \(output.prefix(200)) \(errors.prefix(400))")
  }

  /// The program, which is built beside the tests; `THRESHER` names another, a faster build say.
  static let program = Bundle.main.executableURL.map { executable in
    if let named = ProcessInfo.processInfo.environment["THRESHER"] {
      return URL(fileURLWithPath: named)
    }
    var folder = executable.deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("thresher")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return executable
  }
}

private func handle(writing path: String) throws -> FileHandle {
  _ = FileManager.default.createFile(atPath: path, contents: nil)
  return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
}
