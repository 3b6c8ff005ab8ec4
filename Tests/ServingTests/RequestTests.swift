import Testing

@testable import Serving

/// What is taken for a request, and what is refused.
@Suite struct RequestTests {
  private func request(_ text: String) throws -> Request {
    try Request(Array(text.utf8), port: 8080)
  }

  private func get(_ target: String, _ headers: String = "Host: localhost:8080") -> String {
    "GET \(target) HTTP/1.1\r\n\(headers)\r\n\r\n"
  }

  @Test func aFormsFieldsAreDecoded() throws {
    let found = try request(get("/text?text=%3Cb%3Eone+two%0A%E2%86%92&n=3&empty="))
    #expect(found.path == "/text" && !found.wantsHeadOnly)
    #expect(found.fields == ["text": "<b>one two\n→", "n": "3", "empty": ""])
    #expect(try request(get("/a%20b+c", "host: 127.0.0.1:8080")).path == "/a b+c")
    #expect(try request("HEAD / HTTP/1.0\r\nHost: [::1]:8080\r\n\r\n").wantsHeadOnly)
  }

  static let refused: [(String, ServingError.Code)] = [
    ("", .badRequest), ("\r\n\r\n", .badRequest), ("GET /\r\n\r\n", .badRequest),
    ("GET / HTTP/2\r\nHost: localhost:8080\r\n\r\n", .badRequest),
    ("POST / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .methodNotAllowed),
    ("get / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .methodNotAllowed),
    ("GET / HTTP/1.1\r\n\r\n", .forbidden),
    ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", .forbidden),
    ("GET / HTTP/1.1\r\nHost: evil.example:8080\r\n\r\n", .forbidden),
    ("GET / HTTP/1.1\r\nHost: localhost:8080.evil.example\r\n\r\n", .forbidden),
    ("GET / HTTP/1.1\r\nHost: localhost:8080\r\nHost: localhost:8080\r\n\r\n", .forbidden),
    ("GET / HTTP/1.1\r\nHost: localhost:8080\r\nSec-Fetch-Site: cross-site\r\n\r\n", .forbidden),
    ("GET / HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 5\r\n\r\n", .badRequest),
    ("GET / HTTP/1.1\r\nHost: localhost:8080\r\nTransfer-Encoding: chunked\r\n\r\n", .badRequest),
    ("GET / HTTP/1.1\r\nHost: localhost:8080\r\n folded\r\n\r\n", .badRequest),
    ("GET / HTTP/1.1\r\nnothing\r\n\r\n", .badRequest),
    ("GET //evil.example/ HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .badRequest),
    ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .badRequest),
    ("GET /%ff HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .badRequest),
    ("GET /%4 HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .badRequest),
    ("GET /%+1 HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .badRequest),
    ("GET /?a=1&a=2 HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .badRequest),
    ("GET /\0 HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", .badRequest),
  ]

  @Test(arguments: refused)
  func whatNoBrowserSendsIsRefused(text: String, code: ServingError.Code) {
    #expect(throws: ServingError.self) {
      do { _ = try request(text) } catch let error as ServingError {
        #expect(error.code == code, "\(text.debugDescription): \(error)")
        throw error
      }
    }
  }

  @Test func nothingTrapsOnBytesOfAnyKind() {
    var state: UInt64 = 7
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    let sample = Array(get("/text?text=%3Cb%3E+&n=1").utf8)
    for _ in 0..<500 {
      var bytes = sample
      for _ in 0..<(next() % 6) { bytes[Int(next()) % bytes.count] = next() }
      _ = try? Request(bytes, port: 8080)
      _ = try? Request((0..<Int(next())).map { _ in next() }, port: 8080)
    }
  }
}
