import Foundation
import TestSupport
import Testing

@testable import Downloads

/// Each in a process of its own, since the environment is the whole process's.
@Suite struct ProxyTests {
  @Test(arguments: ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
  func asksTheProxyForPages(variable: String) async {
    await #expect(processExitsWith: .success) { [variable] in
      let proxy = try LocalServer { _ in LocalServer.Answer(body: [1]) }
      setenv(variable, proxy.address, 1)
      _ = try await page(from: "http://wiki.invalid")
      #expect(proxy.requests.map(\.path) == ["http://wiki.invalid/wiki/A"])
    }
  }

  @Test(arguments: ["https_proxy", "HTTPS_PROXY"])
  func asksTheProxyForAConnectionToEncrypt(variable: String) async {
    await #expect(processExitsWith: .success) { [variable] in
      let proxy = try LocalServer { _ in LocalServer.Answer(status: 403) }
      setenv(variable, proxy.address, 1)
      await #expect(throws: DownloadError.self) { try await page(from: "https://wiki.invalid") }
      #expect(proxy.requests.map(\.path) == ["wiki.invalid:443"])
    }
  }

  @Test(arguments: ["no_proxy", "NO_PROXY"])
  func goesPastTheProxyToServersThatNeedNone(variable: String) async {
    await #expect(processExitsWith: .success) { [variable] in
      let server = try LocalServer { _ in LocalServer.Answer(body: [1]) }
      let proxy = try LocalServer { _ in LocalServer.Answer(status: 403) }
      setenv("HTTP_PROXY", proxy.address, 1)
      setenv(variable, "example.org,127.0.0.1", 1)
      _ = try await page(from: server.address)
      #expect(server.requests.map(\.path) == ["/wiki/A"] && proxy.requests.isEmpty)
    }
  }

  @Test func heedsNoProxyThatAWebServersClientNames() async {
    await #expect(processExitsWith: .success) {
      let server = try LocalServer { _ in LocalServer.Answer(body: [1]) }
      let proxy = try LocalServer { _ in LocalServer.Answer(status: 403) }
      setenv("HTTP_PROXY", proxy.address, 1)
      setenv("REQUEST_METHOD", "GET", 1)
      _ = try await page(from: server.address)
      #expect(server.requests.count == 1 && proxy.requests.isEmpty)
    }
  }
}

/// Brings one page, asked for once.
private func page(from endpoint: String) async throws -> PageFetch.Outcome {
  let folder = try TemporaryFolder()
  let wiki = Wiki(endpoint: endpoint, contact: "me@example.org")
  let once = Courtesy(delay: .zero, attemptCount: 1)
  return try await PageFetch(wiki: wiki, folder: folder.path, courtesy: once).fetch(titles: ["A"])
}
