public import Foundation
import FoundationNetworking

/// The Hugging Face hub, or a server that answers like it.
public struct Hub: Sendable {
  /// The server's address: `HF_ENDPOINT`, else the hub's own.
  public let endpoint: String

  /// Whether `HF_HUB_OFFLINE` forbids to ask it.
  public let isOffline: Bool

  /// What shows who asks: `HF_TOKEN`.
  private let token: String?

  /// How long to wait before the second attempt; each further one waits twice as long.
  let retryDelay: Duration

  /// Makes the hub that an environment names.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.init(environment: environment, retryDelay: .seconds(1))
  }

  init(environment: [String: String], retryDelay: Duration) {
    let named = environment["HF_ENDPOINT"] ?? ""
    let address = named.isEmpty ? "https://huggingface.co" : named
    endpoint = address.hasSuffix("/") ? String(address.dropLast()) : address
    let token = environment["HF_TOKEN"]?.trimmingCharacters(in: .whitespacesAndNewlines)
    self.token = token?.isEmpty == true ? nil : token
    isOffline = ["1", "ON", "YES", "TRUE"].contains(environment["HF_HUB_OFFLINE"]?.uppercased())
    self.retryDelay = retryDelay
  }

  /// A request for what lies at `path` on the server.
  func request(_ path: String) throws(DownloadError) -> URLRequest {
    guard let url = URL(string: endpoint + path), let scheme = url.scheme, url.host != nil,
      scheme == "https" || scheme == "http"
    else {
      throw DownloadError(
        code: .network, message: "HF_ENDPOINT is no address such as https://huggingface.co",
        subject: endpoint)
    }
    guard !isOffline else {
      throw DownloadError(
        code: .network,
        message: "HF_HUB_OFFLINE forbids to ask the hub; unset it, or copy the files",
        subject: url.absoluteString)
    }
    var request = URLRequest(url: url, timeoutInterval: 60)
    // A compressed body has other offsets than the file.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    request.setValue("thresher", forHTTPHeaderField: "User-Agent")
    if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
    return request
  }

  /// Refuses every answer but the expected ones.
  func check(_ head: HTTPHead, expecting statuses: Set<Int>) throws(DownloadError) {
    guard !statuses.contains(head.status) else { return }
    let (code, message): (DownloadError.Code, String)
    switch head.status {
    case 401, 403:
      let remedy =
        token == nil
        ? "set HF_TOKEN to a token that may read it"
        : "the token in HF_TOKEN may not read it; has its owner granted you access?"
      (code, message) = (.refused, "it is private, gated or does not exist; \(remedy)")
    case 404: (code, message) = (.badResponse, "no such repository, revision or file")
    case 408, 429, 500...599: (code, message) = (.network, "the server is busy or out of order")
    default: (code, message) = (.badResponse, "an answer that was not expected")
    }
    throw DownloadError(code: code, message: "\(message) (HTTP \(head.status))", subject: head.url)
  }

  /// Tries until the network does not fail, at most three times in a row without any progress.
  ///
  /// - Parameters:
  ///   - attempt: What is tried; returns normally when it is done.
  ///   - progress: A number that grows when an attempt that fails was of use.
  /// - Throws: `DownloadError`, the last attempt's.
  func retrying(
    _ attempt: () async throws(DownloadError) -> Void, progress: () -> Int
  ) async throws(DownloadError) {
    var failures = 0
    while true {
      let before = progress()
      do { return try await attempt() } catch {
        failures = progress() > before ? 1 : failures + 1
        guard error.code == .network && !isOffline && failures < 3 && !Task.isCancelled else {
          throw error
        }
        try? await Task.sleep(for: retryDelay * (1 << (failures - 1)))
      }
    }
  }
}
