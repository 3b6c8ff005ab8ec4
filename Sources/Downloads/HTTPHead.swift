import Foundation
import FoundationNetworking

/// What an HTTP server says before it sends a body.
struct HTTPHead: Sendable {
  let status: Int

  /// The address that answered, after redirections.
  let url: String

  private let fields: [String: String]

  /// Makes the head of a response.
  ///
  /// - Parameters:
  ///   - response: The last response.
  ///   - fields: The header fields of the redirections before it, which the hub uses to describe the
  ///     file behind them; the last response's fields win.
  init(_ response: HTTPURLResponse, after fields: [String: String]) {
    status = response.statusCode
    url = response.url?.absoluteString ?? ""
    self.fields = fields.merging(Self.fields(of: response)) { _, last in last }
  }

  /// The header fields of a response, by names in lower case.
  static func fields(of response: HTTPURLResponse) -> [String: String] {
    var fields: [String: String] = [:]
    for (name, value) in response.allHeaderFields {
      if let name = name as? String, let value = value as? String {
        fields[name.lowercased()] = value
      }
    }
    return fields
  }

  subscript(name: String) -> String? { fields[name] }

  /// The SHA-256 that the hub gives for a large file.
  var linkedSHA256: String? {
    let mark = self["x-linked-etag"]?.trimmingCharacters(in: CharacterSet(charactersIn: "\"W/"))
    let isDigest = mark?.count == 64 && mark?.allSatisfy(\.isHexDigit) == true
    return isDigest ? mark?.lowercased() : nil
  }

  /// The length of the whole file that the body is, or is a part of.
  var fileLength: Int? {
    if let linked = self["x-linked-size"].flatMap({ Int($0) }) { return linked }
    guard status == 206 else { return self["content-length"].flatMap { Int($0) } }
    return self["content-range"]?.split(separator: "/").last.flatMap { Int($0) }
  }

  /// Where in the whole file the body begins.
  var fileOffset: Int {
    guard status == 206, let range = self["content-range"] else { return 0 }
    return range.split(whereSeparator: { $0 == " " || $0 == "-" }).dropFirst().first
      .flatMap { Int($0) } ?? 0
  }
}
