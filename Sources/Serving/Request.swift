/// What a browser asks for: a path, and the fields of a form.
public struct Request: Hashable, Sendable {
  /// The path, `/text`, decoded.
  public let path: String

  /// The fields behind the question mark, decoded.
  public let fields: [String: String]

  /// Whether only the head of the answer is wanted.
  public let wantsHeadOnly: Bool

  /// The most bytes that a request has, all its headers counted.
  public static let byteLimit = 64 * 1024

  /// Reads the head of a request, up to and with the empty line that ends it.
  ///
  /// Refused is all that a browser does not send to a page of its own machine: other methods, bodies,
  /// other hosts than the loopback's (a name that was rebound to it, say), other sites' pages that ask,
  /// addresses that are not UTF-8, and a field that comes twice.
  ///
  /// - Parameters:
  ///   - bytes: What came.
  ///   - port: The port that it came to.
  /// - Throws: `ServingError`.
  ///
  /// Source: RFC 9112, RFC 9110; for fields the form encoding of the URL standard.
  public init(_ bytes: [UInt8], port: UInt16) throws(ServingError) {
    guard bytes.count <= Self.byteLimit else { throw tooLarge("\(bytes.count) bytes") }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0) }) else {
      throw bad("a control character in the head")
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\r\n", omittingEmptySubsequences: false)
    let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
      throw bad("the first line is not METHOD PATH HTTP/1.1")
    }
    guard words[0] == "GET" || words[0] == "HEAD" else {
      throw ServingError(code: .methodNotAllowed, message: "only GET and HEAD are answered")
    }
    wantsHeadOnly = words[0] == "HEAD"
    try Headers(lines.dropFirst()).check(port: port)
    (path, fields) = try address(words[1])
  }
}

/// The headers of a request, as far as they matter.
private struct Headers {
  private var values: [String: [Substring]] = [:]

  init(_ lines: ArraySlice<Substring>) throws(ServingError) {
    guard lines.count <= 100 else { throw tooLarge("\(lines.count) headers") }
    for line in lines where !line.isEmpty {
      guard let colon = line.firstIndex(of: ":"), let first = line.first, !first.isWhitespace else {
        throw bad("a header without a colon")
      }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      values[line[..<colon].lowercased(), default: []].append(value)
    }
  }

  func check(port: UInt16) throws(ServingError) {
    let names = ["127.0.0.1", "localhost", "[::1]"]
    guard let host = values["host"], host.count == 1,
      names.contains(where: { host[0].lowercased() == "\($0):\(port)" })
    else { throw forbidden("the host is not this machine's own") }
    guard values["transfer-encoding"] == nil,
      (values["content-length"] ?? []).allSatisfy({ $0 == "0" })
    else { throw bad("a request with a body") }
    guard (values["sec-fetch-site"] ?? []).allSatisfy({ $0 == "same-origin" || $0 == "none" })
    else {
      throw forbidden("another site's page asks")
    }
  }
}

/// The path and fields of an address.
private func address(
  _ target: Substring
) throws(ServingError) -> (path: String, fields: [String: String]) {
  guard target.first == "/", !target.hasPrefix("//") else { throw bad("the path begins with no /") }
  let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
  var fields: [String: String] = [:]
  for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
    let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = try decoded(sides[0], isForm: true)
    guard fields[name] == nil, fields.count < 16 else { throw bad("too many fields") }
    fields[name] = sides.count > 1 ? try decoded(sides[1], isForm: true) : ""
  }
  return (try decoded(parts[0], isForm: false), fields)
}

/// A text without its percent signs.
private func decoded(_ text: Substring, isForm: Bool) throws(ServingError) -> String {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "+") && isForm {
      bytes.append(UInt8(ascii: " "))
    } else if byte == UInt8(ascii: "%") {
      let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
      guard digits.count == 2, rest.prefix(2).allSatisfy({ $0 < 0x80 }) else {
        throw bad("a percent sign without two digits")
      }
      rest = rest.dropFirst(2)
      bytes.append(UInt8(digits[0] * 16 + digits[1]))
    } else {
      bytes.append(byte)
    }
  }
  guard let result = String(validating: bytes, as: UTF8.self) else {
    throw bad("an address that is not UTF-8")
  }
  return result
}

private func bad(_ message: String) -> ServingError {
  ServingError(code: .badRequest, message: message)
}

private func forbidden(_ message: String) -> ServingError {
  ServingError(code: .forbidden, message: message)
}

private func tooLarge(_ message: String) -> ServingError {
  ServingError(code: .tooLarge, message: message)
}
