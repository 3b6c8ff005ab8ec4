import Foundation
import FoundationNetworking

/// What takes the body of an HTTP response as it arrives.
protocol HTTPSink: AnyObject {
  /// Looks at the head; throwing ends the transfer.
  func begin(_ head: HTTPHead) throws(DownloadError)

  /// Takes the next bytes; throwing ends the transfer.
  func receive(_ data: Data) throws(DownloadError)
}

/// One HTTP request, its redirections followed, whose body goes to a sink.
///
/// Foundation calls the delegate's methods one after another on the `URLSession`'s own queue, which
/// alone touches this object's state and the sink.
final class HTTPTransfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  private let sink: any HTTPSink
  private var redirectionFields: [String: String] = [:]
  private var failure: DownloadError?
  private var finish: ((URLError?) -> Void)?

  /// Lets `HTTP_PROXY` count, of which libcurl heeds only the name in lower case.
  ///
  /// libcurl itself looks for `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case. Where a web
  /// server starts programs (CGI), `HTTP_PROXY` is what a client sent, and does not count.
  private static let proxySettings: Void = {
    let environment = ProcessInfo.processInfo.environment
    guard environment["http_proxy"] == nil, environment["REQUEST_METHOD"] == nil,
      let proxy = environment["HTTP_PROXY"]
    else { return }
    setenv("http_proxy", proxy, 1)
  }()

  private init(sink: any HTTPSink) { self.sink = sink }

  /// Makes a request, and returns when its body has ended.
  ///
  /// - Parameters:
  ///   - request: The request; its `Authorization` stays with the server that it names.
  ///   - sink: What takes the body.
  /// - Throws: `DownloadError`: the sink's own, or one with code `.network`.
  static func run(_ request: URLRequest, into sink: any HTTPSink) async throws(DownloadError) {
    _ = Self.proxySettings
    let transfer = HTTPTransfer(sink: sink)
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.httpShouldSetCookies = false
    let session = URLSession(configuration: configuration, delegate: transfer, delegateQueue: nil)
    let task = session.dataTask(with: request)
    let error: URLError? = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        transfer.finish = { continuation.resume(returning: $0) }
        task.resume()
      }
    } onCancel: {
      task.cancel()
    }
    session.finishTasksAndInvalidate()
    if let failure = transfer.failure { throw failure }
    if let error {
      throw DownloadError(error, url: request.url?.absoluteString ?? "")
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    redirectionFields.merge(HTTPHead.fields(of: response)) { _, last in last }
    let (old, new) = (response.url, newRequest.url)
    guard old?.scheme != "https" || new?.scheme == "https" else {
      failure = DownloadError(
        code: .badResponse, message: "it redirects to an address without encryption",
        subject: old?.absoluteString ?? "")
      task.cancel()
      return completionHandler(nil)
    }
    var request = newRequest
    if old?.host != new?.host || old?.port != new?.port {
      request.setValue(nil, forHTTPHeaderField: "Authorization")
    }
    completionHandler(request)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    guard let response = response as? HTTPURLResponse else { return completionHandler(.cancel) }
    attempt { () throws(DownloadError) in
      try sink.begin(HTTPHead(response, after: redirectionFields))
    }
    completionHandler(failure == nil ? .allow : .cancel)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    attempt { () throws(DownloadError) in try sink.receive(data) }
    if failure != nil { dataTask.cancel() }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let fault = error.map { $0 as? URLError ?? URLError(.unknown) }
    finish?(fault)
    finish = nil
  }

  private func attempt(_ body: () throws(DownloadError) -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { failure = error }
  }
}

extension DownloadError {
  /// Makes an error of what Foundation says of a transfer.
  init(_ error: URLError, url: String) {
    let remedy = "check the network and the proxy settings, or set HF_ENDPOINT to a mirror"
    self.init(
      code: .network, message: "no answer: \(error.localizedDescription); \(remedy)", subject: url)
  }
}
