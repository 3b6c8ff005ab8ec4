import Foundation
import Glibc
import Synchronization

/// An HTTP server on this machine, for as long as this object lives.
///
/// It answers one request per connection, each on a thread of its own, by what `answer` returns.
final class LocalServer: Sendable {
  /// What a client asks.
  struct Request: Sendable {
    /// The path, with its query.
    let path: String

    /// The header fields, by names in lower case.
    let fields: [String: String]

    /// Where a client wants the body to begin.
    var rangeStart: Int? {
      fields["range"].flatMap { Int($0.dropFirst("bytes=".count).prefix { $0 != "-" }) }
    }
  }

  /// What the server says.
  struct Answer: Sendable {
    var status = 200
    var fields: [String: String] = [:]
    var body: [UInt8] = []

    /// How many bytes of the body are sent before the connection drops; all when nil.
    var dropAfter: Int?

    /// A file's answer to a request that may ask for a part of it.
    static func file(_ bytes: [UInt8], _ request: Request) -> Answer {
      guard let start = request.rangeStart else { return Answer(body: bytes) }
      guard start < bytes.count else { return Answer(status: 416) }
      let range = "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"
      return Answer(status: 206, fields: ["Content-Range": range], body: Array(bytes[start...]))
    }
  }

  private final class Log: Sendable {
    let requests = Mutex<[Request]>([])
  }

  let port: UInt16
  private let listener: Int32
  private let log = Log()

  /// What clients have asked so far.
  var requests: [Request] { log.requests.withLock { $0 } }

  var address: String { "http://127.0.0.1:\(port)" }

  init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRINUSE) }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [listener, log] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else {
          close(listener)
          return
        }
        Thread.detachNewThread {
          defer { close(connection) }
          guard let request = Self.read(connection) else { return }
          log.requests.withLock { $0.append(request) }
          Self.send(answer(request), to: connection)
        }
      }
    }
  }

  /// Wakes the thread that listens, which alone closes: the number could be another server's by then.
  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      fields[line[..<colon].lowercased()] = value
    }
    let words = lines[0].split(separator: " ")
    return words.count == 3 ? Request(path: String(words[1]), fields: fields) : nil
  }

  private static func send(_ answer: Answer, to connection: Int32) {
    var head = "HTTP/1.1 \(answer.status) Status\r\nConnection: close\r\n"
    head += "Content-Length: \(answer.body.count)\r\n"
    for (name, value) in answer.fields { head += "\(name): \(value)\r\n" }
    let body = answer.body.prefix(answer.dropAfter ?? answer.body.count)
    var rest = Array((head + "\r\n").utf8) + body
    while !rest.isEmpty {
      let count = Glibc.send(connection, rest, rest.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { return }
      rest.removeFirst(count)
    }
  }
}
