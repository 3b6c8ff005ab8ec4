import Foundation

/// A file with a JSON object a line; empty lines count for nothing.
struct JSONLines {
  private let path: String
  private let lines: [(number: Int, text: Substring)]

  /// Reads a file that holds at least one object.
  init(at path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): there is no such file, or it may not be read")
    }
    self.path = path
    lines = String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.element.allSatisfy(\.isWhitespace) }.map { ($0.offset + 1, $0.element) }
    guard !lines.isEmpty else { throw CommandError("\(path): it holds no prompts") }
  }

  /// The objects, each made into something; a fault names the line.
  ///
  /// - Parameters:
  ///   - type: What a line holds.
  ///   - keys: What is expected, in words.
  ///   - body: Makes something of each.
  /// - Returns: What was made, in the file's order.
  /// - Throws: `CommandError`.
  func map<Line: Decodable, Result>(
    _ type: Line.Type, expecting keys: String, _ body: (Line) throws -> Result
  ) throws -> [Result] {
    try lines.map { number, text in
      do {
        return try body(JSONDecoder().decode(type, from: Data(text.utf8)))
      } catch let error as DecodingError {
        throw CommandError(
          "\(path), line \(number): expected an object with \(keys): \(explanation(of: error))")
      } catch {
        throw CommandError("\(path), line \(number): \(error)")
      }
    }
  }
}

/// What a decoder found wrong, in a few words.
private func explanation(of error: DecodingError) -> String {
  switch error {
  case .keyNotFound(let key, _): "the key '\(key.stringValue)' is missing"
  case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
    context.codingPath.last.map { "\($0.stringValue): \(context.debugDescription)" }
      ?? context.debugDescription
  @unknown default: "\(error)"
  }
}
