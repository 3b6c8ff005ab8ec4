import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Downloads

@Suite struct PageFetchTests {
  private let courtesy = Courtesy(
    delay: .zero, attemptCount: 4, retryDelay: .milliseconds(1), longestWait: .seconds(2))

  private let waits = Waits()

  /// A fetch that notes how long it would wait, and does not.
  private func fetch(
    _ folder: TemporaryFolder, _ server: LocalServer, _ courtesy: Courtesy? = nil
  ) -> PageFetch {
    PageFetch(
      wiki: Wiki(endpoint: server.address, contact: "me@example.org"), folder: folder.path,
      courtesy: courtesy ?? self.courtesy
    ) { [waits] time in waits.times.withLock { $0.append(time) } }
  }

  @Test func bringsTitlesAndPassesOverWhatIsMissing() async throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer { request in
      request.path.hasSuffix("None")
        ? LocalServer.Answer(status: 404) : LocalServer.Answer(body: Array(request.path.utf8))
    }
    let titles = ["Caf\u{E9} au lait", "AC/DC", "None", "What?"]
    let outcome = try await fetch(folder, server).fetch(titles: titles)
    #expect(outcome.fetched == 3 && outcome.present == 0 && outcome.missing == ["None"])
    let files = names(inFolder: folder.path)
    #expect(files == ["AC%2FDC.html", "Caf%C3%A9_au_lait.html", "What%3F.html"])
    #expect(
      server.requests.map(\.path)
        == ["/wiki/Caf%C3%A9_au_lait", "/wiki/AC/DC", "/wiki/None", "/wiki/What%3F"])
    #expect(
      server.requests.allSatisfy { $0.fields["user-agent"]?.contains("me@example.org") == true })
  }

  @Test func asksForNothingThatIsThere() async throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer { _ in LocalServer.Answer(body: [1]) }
    _ = try await fetch(folder, server).fetch(titles: ["A", "B"])
    let again = try await fetch(folder, server).fetch(titles: ["A", "B", "C"])
    #expect(again.present == 2 && again.fetched == 1 && server.requests.count == 3)
  }

  @Test func randomPagesAreNamedByWhereTheyAreFoundAndCountedOnce() async throws {
    let folder = try TemporaryFolder()
    let draws = Mutex(0)
    let server = try LocalServer { request in
      guard request.path == "/wiki/Special:Random" else {
        return LocalServer.Answer(body: Array("page".utf8))
      }
      let draw = draws.withLock { count in
        count += 1
        return count
      }
      return LocalServer.Answer(status: 302, fields: ["Location": "/wiki/Page_\(draw / 2)"])
    }
    let outcome = try await fetch(folder, server).fetchRandom(3)
    #expect(outcome.fetched == 3)
    #expect(names(inFolder: folder.path) == ["Page_0.html", "Page_1.html", "Page_2.html"])
    #expect(try await fetch(folder, server).fetchRandom(3) == PageFetch.Outcome(present: 3))
    #expect(try await fetch(folder, server).fetchRandom(4).fetched == 1)
  }

  @Test func triesAgainAfterBusyAnswersAndDroppedConnections() async throws {
    let folder = try TemporaryFolder()
    let attempts = Mutex(0)
    let server = try LocalServer { _ in
      var answer = LocalServer.Answer(body: Array("whole page".utf8))
      switch attempts.withLock({ count in
        count += 1
        return count
      }) {
      case 1: answer = LocalServer.Answer(status: 503)
      case 2: answer = LocalServer.Answer(status: 429, fields: ["Retry-After": "0"])
      case 3: answer.dropAfter = 4
      default: break
      }
      return answer
    }
    let outcome = try await fetch(folder, server).fetch(titles: ["A"])
    #expect(outcome.fetched == 1 && server.requests.count == 4)
    #expect(try String(contentsOfFile: folder.file("A.html"), encoding: .utf8) == "whole page")
  }

  @Test func waitsAsLongAsTheServerAsks() async throws {
    let folder = try TemporaryFolder()
    let isBusy = Mutex(true)
    let server = try LocalServer { _ in
      let busy = isBusy.withLock { busy in
        defer { busy = false }
        return busy
      }
      return busy
        ? LocalServer.Answer(status: 429, fields: ["Retry-After": "1"])
        : LocalServer.Answer(body: [1])
    }
    _ = try await fetch(folder, server).fetch(titles: ["A"])
    #expect(waits.times.withLock { $0 }.contains(.seconds(1)))
  }

  @Test(arguments: [
    (403, DownloadError.Code.refused, 1), (500, .network, 4), (204, .badResponse, 1),
  ])
  func givesUpWithAReason(status: Int, code: DownloadError.Code, requestCount: Int) async throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer { _ in LocalServer.Answer(status: status) }
    let error = await #expect(throws: DownloadError.self) {
      try await fetch(folder, server).fetch(titles: ["A"])
    }
    #expect(error?.code == code && server.requests.count == requestCount)
    #expect(names(inFolder: folder.path).isEmpty)
  }

  @Test func refusesToWaitTooLong() async throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer { _ in
      LocalServer.Answer(status: 429, fields: ["Retry-After": "3600"])
    }
    await #expect(throws: DownloadError.self) {
      try await fetch(folder, server).fetch(titles: ["A"])
    }
    #expect(server.requests.count == 1)
  }

  @Test func keepsRequestsApart() async throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer { _ in LocalServer.Answer(body: [1]) }
    let slow = Courtesy(delay: .seconds(3600))
    _ = try await fetch(folder, server, slow).fetch(titles: ["A", "B", "C"])
    let times = waits.times.withLock { $0 }
    #expect(times.count == 2)
    #expect(times.allSatisfy { $0 > .seconds(3000) && $0 <= .seconds(3600) })
  }

  @Test func readsDatesOfRetryAfter() {
    let now = Date(timeIntervalSince1970: 1_445_412_480)  // 07:28:00 GMT
    #expect(Courtesy.duration("Wed, 21 Oct 2015 07:28:10 GMT", now: now) == .seconds(10))
    #expect(Courtesy.duration("Wed, 21 Oct 2015 07:27:10 GMT", now: now) == .zero)
    #expect(Courtesy.duration("soon", now: now) == nil)
  }
}

/// How long a fetch wished to wait, time after time.
private final class Waits: Sendable {
  let times = Mutex<[Duration]>([])
}
