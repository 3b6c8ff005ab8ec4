import Foundation

/// The path of a file under `Tests/Goldens`, such as `Tokenizers/gpt2.json`.
public func goldenPath(_ name: String) -> String {
  testsFolder.appendingPathComponent("Goldens/\(name)").path
}

/// The path of a file among the real inputs that may lie beside the checkout; nil without them.
///
/// A test that needs one is enabled by it, and says so:
/// `@Test(.enabled(if: sharedDataPath("reference") != nil, "needs ../shared/data"))`.
public func sharedDataPath(_ name: String) -> String? {
  existing(testsFolder.appendingPathComponent("../../shared/data/\(name)"))
}

/// The path of a file under `Checkpoints`, where a user's models lie; nil when it is not there.
public func checkpointPath(_ name: String) -> String? {
  existing(testsFolder.appendingPathComponent("../Checkpoints/\(name)"))
}

private let testsFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent()

private func existing(_ url: URL) -> String? {
  let path = url.standardizedFileURL.path
  return FileManager.default.fileExists(atPath: path) ? path : nil
}
