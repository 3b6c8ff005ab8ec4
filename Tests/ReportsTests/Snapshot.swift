import Foundation
import Testing

/// Records an issue unless `text` equals the file of that name under `Tests/Snapshots/Reports`.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the file is written anew instead.
func expectSnapshot(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Snapshots/Reports/\(name)")
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }
  let recorded = try String(contentsOf: url, encoding: .utf8)
  let pair = zip(text.split(separator: ">"), recorded.split(separator: ">"))
  let difference = pair.first { $0.0 != $0.1 }
  #expect(
    text == recorded,
    "\(name) differs at \(difference.map { "\($0.0)" } ?? "its end"); RECORD_SNAPSHOTS=1 rewrites it",
    sourceLocation: sourceLocation)
}
