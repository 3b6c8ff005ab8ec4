import Glibc

/// A browser's connection, closed when this value's life ends.
struct Connection: ~Copyable {
  let descriptor: Int32

  /// How long a request may take to come whole.
  private static let patience: Duration = .seconds(5)

  init(descriptor: Int32) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: 2, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  deinit { close(descriptor) }

  /// Reads a request, answers it, and is done.
  func serve(port: UInt16, _ answer: (Request) -> Response) {
    do throws(ServingError) {
      let request = try Request(try head(), port: port)
      send(answer(request).bytes(headOnly: request.wantsHeadOnly))
    } catch {
      send(Response(error).bytes(headOnly: false))
    }
    finish()
  }

  /// What comes before the first empty line, with it.
  private func head() throws(ServingError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 8192)
    let deadline = ContinuousClock.now + Self.patience
    while !bytes.endsHead {
      let count = recv(descriptor, &piece, piece.count, 0)
      guard count > 0, ContinuousClock.now < deadline else {
        throw ServingError(code: .timeout, message: "the request did not come whole")
      }
      bytes += piece[..<count]
      guard bytes.count <= Request.byteLimit else {
        throw ServingError(code: .tooLarge, message: "more than \(Request.byteLimit) bytes")
      }
    }
    return bytes
  }

  private func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Says that nothing follows, and takes in what is still on its way: a connection that is closed with
  /// unread bytes is reset, and with it the answer is lost.
  private func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
    var piece = [UInt8](repeating: 0, count: 8192)
    for _ in 0..<64 where recv(descriptor, &piece, piece.count, 0) <= 0 { return }
  }
}

extension [UInt8] {
  /// Whether an empty line is behind the headers.
  fileprivate var endsHead: Bool { suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] }
}
