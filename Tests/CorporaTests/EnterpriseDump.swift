import Foundation
import TestSupport

/// A dump as Wikimedia Enterprise lays it out: lines of JSON in files in a tar, compressed by gzip.
struct EnterpriseDump {
  /// How many pages each of its files has.
  static let pagesPerFile = 100

  /// A page's line.
  static func line(_ identifier: Int, html: String) throws -> [UInt8] {
    let object: [String: Any] = [
      "name": "Page \(identifier)", "identifier": identifier,
      "url": "https://en.wikipedia.org/wiki/Page_\(identifier)",
      "date_modified": "2023-12-01T00:00:00Z",
      "version": ["identifier": 7, "tags": ["a", "b"], "is_minor_edit": false] as [String: Any],
      "in_language": ["name": "English", "identifier": "en"],
      "article_body": ["html": html, "wikitext": "'''\(html.prefix(40))'''"],
      "license": [["name": "CC BY-SA", "identifier": "CC-BY-SA-4.0"]],
    ]
    return Array(try JSONSerialization.data(withJSONObject: object)) + [0x0A]
  }

  /// Writes the lines, a hundred to a file.
  static func write(_ path: String, _ lines: [[UInt8]]) throws {
    let files = stride(from: 0, to: lines.count, by: pagesPerFile).map { start in
      (
        name: "enwiki_namespace_0_\(start / pagesPerFile).ndjson",
        bytes: Array(lines[start..<min(start + pagesPerFile, lines.count)].joined())
      )
    }
    try writeArchive(path, files)
  }

  /// Writes the same lines again and again, until the files have so many bytes.
  ///
  /// - Returns: How many lines there are.
  static func write(_ path: String, repeating lines: [[UInt8]], byteCount: Int) throws -> Int {
    let file = Array(lines.joined())
    let fileCount = (byteCount + file.count - 1) / file.count
    let files = (0..<fileCount).lazy.map { (name: "enwiki_namespace_0_\($0).ndjson", bytes: file) }
    try writeArchive(path, files)
    return fileCount * lines.count
  }
}
