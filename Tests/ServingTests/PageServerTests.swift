import Foundation
import Testing

@testable import Serving

/// Requests and answers over a socket.
@Suite struct PageServerTests {
  private let server: PageServer

  init() throws {
    let server = try PageServer(port: 0)
    self.server = server
    Thread.detachNewThread {
      server.run { request in
        request.path == "/page"
          ? Response(page: "<p>\(request.fields["text"] ?? "none")</p>")
          : Response(ServingError(code: .notFound, message: "no such page"))
      }
    }
  }

  private func reply(_ text: String) throws -> String {
    String(decoding: try exchange(Array(text.utf8), port: server.port), as: UTF8.self)
  }

  @Test func aPageIsAnswered() throws {
    let found = try reply(
      "GET /page?text=a%20b HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
    #expect(found.hasPrefix("HTTP/1.1 200 OK\r\n") && found.hasSuffix("\r\n\r\n<p>a b</p>"))
    #expect(found.contains("Content-Length: 10\r\n"))
    for header in ["nosniff", "DENY", "no-referrer", "no-store"] {
      #expect(found.contains(header))
    }
    let head = try reply("HEAD /page HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
    #expect(head.hasSuffix("\r\n\r\n") && head.contains("Content-Length: 11"))
    server.stop()
  }

  @Test func refusalsAreAnsweredAndTheNextRequestIsServed() throws {
    #expect(try reply("GARBAGE\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
    #expect(try reply("GET / HTTP/1.1\r\nHost: other\r\n\r\n").hasPrefix("HTTP/1.1 403 "))
    let long = "GET /\(String(repeating: "a", count: 70_000)) HTTP/1.1\r\n"
    #expect(try reply(long).hasPrefix("HTTP/1.1 431 "))
    #expect(
      try reply("GET /no HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n").hasPrefix(
        "HTTP/1.1 404 "))
    server.stop()
  }

  @Test func aPortInUseIsAnError() throws {
    #expect(throws: ServingError.self) { try PageServer(port: server.port) }
    server.stop()
  }
}

/// Sends bytes to a port of the loopback, and gives all that comes back.
private func exchange(_ bytes: [UInt8], port: UInt16) throws -> [UInt8] {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  let connected = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  try #require(connected == 0)
  _ = bytes.withUnsafeBytes {
    send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
  }
  var (reply, piece) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
  while case let count = recv(descriptor, &piece, piece.count, 0), count > 0 {
    reply += piece[..<count]
  }
  return reply
}
