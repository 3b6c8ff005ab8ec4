/// What is answered: a page, or a line that says why there is none.
public struct Response: Hashable, Sendable {
  /// The status, 200 or that of an error.
  public let status: Int

  /// Whether `body` is a page of HTML rather than a line of text.
  public let isPage: Bool

  /// The content.
  public let body: String

  /// Answers with a page.
  public init(page: String) {
    (status, isPage, body) = (200, true, page)
  }

  /// Answers with what is wrong.
  public init(_ error: ServingError) {
    (status, isPage, body) = (error.code.rawValue, false, error.message + "\n")
  }

  /// The answer as it is sent.
  ///
  /// - Parameter headOnly: Whether the content is left out.
  /// - Returns: Its bytes.
  func bytes(headOnly: Bool) -> [UInt8] {
    let content = Array(body.utf8)
    let head = [
      "HTTP/1.1 \(status) \(reasons[status] ?? "Error")",
      "Content-Type: text/\(isPage ? "html" : "plain"); charset=utf-8",
      "Content-Length: \(content.count)",
      "Connection: close", "Cache-Control: no-store", "X-Content-Type-Options: nosniff",
      "X-Frame-Options: DENY", "Referrer-Policy: no-referrer",
      "Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Resource-Policy: same-origin",
      "", "",
    ]
    return Array(head.joined(separator: "\r\n").utf8) + (headOnly ? [] : content)
  }
}

private let reasons = [
  200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
  408: "Request Timeout", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
]
