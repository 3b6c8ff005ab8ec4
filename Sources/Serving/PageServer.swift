import Dispatch
import Glibc

/// Answers requests for pages on the loopback, and on no other address.
///
/// A connection has one request and some seconds; only so many are open at once.
public final class PageServer: Sendable {
  private let socket: Int32

  /// The port that is listened at.
  public let port: UInt16

  private static let connectionLimit = 16

  /// Opens a port.
  ///
  /// - Parameter port: The port; 0 takes one that is free.
  /// - Throws: `ServingError` with code `.socket` when it cannot be opened.
  public init(port: UInt16) throws(ServingError) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw fault("socket") }
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = loopback(port: port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = socket
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard bound == 0, listen(socket, 64) == 0 else {
      let error = fault("port \(port)")
      close(socket)
      throw error
    }
    self.port = boundPort(of: socket)
  }

  deinit { close(socket) }

  /// Answers requests until `stop()`; several at once.
  ///
  /// - Parameter answer: Makes the answer to a request.
  public func run(_ answer: @escaping @Sendable (Request) -> Response) {
    let free = DispatchSemaphore(value: Self.connectionLimit)
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else {
        if errno == EINTR || errno == ECONNABORTED { continue }
        return
      }
      free.wait()
      DispatchQueue.global().async { [port] in
        Connection(descriptor: connection).serve(port: port, answer)
        free.signal()
      }
    }
  }

  /// Ends `run`.
  public func stop() { shutdown(socket, Int32(SHUT_RDWR)) }
}

private func fault(_ what: String) -> ServingError {
  ServingError(code: .socket, message: "\(what): \(String(cString: strerror(errno)))")
}

private func loopback(port: UInt16) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}

private func boundPort(of socket: Int32) -> UInt16 {
  var address = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  _ = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
  }
  return UInt16(bigEndian: address.sin_port)
}
