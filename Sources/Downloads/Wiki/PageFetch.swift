import Foundation
import FoundationNetworking

/// Brings pages of a wiki into a folder, one after another.
///
/// A page has its name only when it is whole; one that is there is not asked for again, so that the
/// same call goes on after an interruption.
public struct PageFetch: Sendable {
  private let wiki: Wiki
  private let folder: String
  private let courtesy: Courtesy
  private let wait: Wait

  /// Lets a time pass; a test only notes it.
  typealias Wait = @Sendable (Duration) async -> Void

  /// What came of a fetch.
  public struct Outcome: Sendable, Equatable {
    /// How many pages were brought.
    public var fetched = 0

    /// How many were there before.
    public var present = 0

    /// How many bytes were brought.
    public var bytes = 0

    /// The titles that the wiki does not have.
    public var missing: [String] = []
  }

  /// Makes a fetch from a wiki into a folder.
  public init(wiki: Wiki, folder: String, courtesy: Courtesy = Courtesy()) {
    self.init(wiki: wiki, folder: folder, courtesy: courtesy) { try? await Task.sleep(for: $0) }
  }

  init(wiki: Wiki, folder: String, courtesy: Courtesy, wait: @escaping Wait) {
    self.wiki = wiki
    self.folder = folder
    self.courtesy = courtesy
    self.wait = wait
  }

  /// Brings the pages with some titles.
  ///
  /// - Parameters:
  ///   - titles: The titles, as readers see them or as addresses have them.
  ///   - progress: Called after each title.
  /// - Returns: What came of it.
  /// - Throws: `DownloadError` when the server refuses or cannot be reached.
  public func fetch(
    titles: [String], progress: @Sendable (Outcome) -> Void = { _ in }
  ) async throws(DownloadError) -> Outcome {
    try makeFolder(folder)
    var outcome = Outcome()
    var pace = Pace(courtesy, wait)
    for title in titles {
      if isFile(path(title)) {
        outcome.present += 1
      } else if let page = try await page(title, &pace) {
        try save(page, as: title, &outcome)
      } else {
        outcome.missing.append(title)
      }
      progress(outcome)
    }
    return outcome
  }

  /// Brings pages that the wiki chooses at random, until the folder has so many.
  ///
  /// - Parameters:
  ///   - count: How many pages the folder shall have.
  ///   - progress: Called after each page.
  /// - Returns: What came of it.
  /// - Throws: `DownloadError` when the server refuses or cannot be reached, or gives pages that are
  ///   there already a hundred times in a row.
  public func fetchRandom(
    _ count: Int, progress: @Sendable (Outcome) -> Void = { _ in }
  ) async throws(DownloadError) -> Outcome {
    try makeFolder(folder)
    var outcome = Outcome()
    outcome.present = names(inFolder: folder).count { $0.hasSuffix(".html") }
    var pace = Pace(courtesy, wait)
    var repetitions = 0
    while outcome.present + outcome.fetched < count {
      let page = try await page("Special:Random", &pace)
      let title = page.flatMap { Wiki.title(ofURL: $0.url) }
      guard let page, let title, title != "Special:Random", !isFile(path(title)) else {
        repetitions += 1
        guard repetitions < 100 else { throw noNewPages() }
        continue
      }
      repetitions = 0
      try save(page, as: title, &outcome)
      progress(outcome)
    }
    return outcome
  }

  /// Asks for a page until it comes; nil when the wiki has none.
  private func page(_ title: String, _ pace: inout Pace) async throws(DownloadError) -> Page? {
    let request = try wiki.request(forTitle: title)
    var failureCount = 0
    while true {
      await pace.wait()
      let sink = PageSink()
      do throws(DownloadError) {
        try await HTTPTransfer.run(request, into: sink)
        return try sink.page()
      } catch {
        failureCount += 1
        guard error.code == .network,
          let time = courtesy.wait(afterFailure: failureCount, sink.head), !Task.isCancelled
        else { throw error }
        await wait(time)
      }
    }
  }

  private func save(
    _ page: Page, as title: String, _ outcome: inout Outcome
  ) throws(DownloadError) {
    let file = try PartialFile(path: path(title) + ".partial")
    try file.clear()
    try file.append(page.body.bytes)
    try file.commit(as: path(title))
    outcome.fetched += 1
    outcome.bytes += page.body.count
  }

  private func path(_ title: String) -> String { "\(folder)/\(Wiki.fileName(title))" }

  private func noNewPages() -> DownloadError {
    DownloadError(
      code: .badResponse, message: "gave no new page a hundred times in a row; ask for fewer",
      subject: wiki.endpoint)
  }
}

/// A page as a wiki sends it.
private struct Page {
  /// Where it was found, behind redirections.
  let url: String

  let body: Data
}

/// What keeps requests apart in time.
private struct Pace {
  private let delay: Duration
  private let wait: PageFetch.Wait
  private var last: ContinuousClock.Instant?

  init(_ courtesy: Courtesy, _ wait: @escaping PageFetch.Wait) {
    delay = courtesy.delay
    self.wait = wait
  }

  /// Waits until the next request may begin.
  mutating func wait() async {
    if let last { await wait(max(.zero, last + delay - ContinuousClock.now)) }
    last = ContinuousClock.now
  }
}

/// Takes a page's body.
private final class PageSink: HTTPSink {
  private(set) var head: HTTPHead?
  private var body = Data()

  /// More than any page has.
  private static let limit = 256 << 20

  func begin(_ head: HTTPHead) throws(DownloadError) {
    self.head = head
    switch head.status {
    case 200, 404, 410: break
    case 403:
      throw DownloadError(
        code: .refused, message: "the server refuses (HTTP 403); say who you are with --contact",
        subject: head.url)
    case 408, 425, 429, 500...599:
      throw DownloadError(
        code: .network, message: "the server is busy or out of order (HTTP \(head.status))",
        subject: head.url)
    default:
      throw DownloadError(
        code: .badResponse, message: "an answer that was not expected (HTTP \(head.status))",
        subject: head.url)
    }
  }

  func receive(_ data: Data) throws(DownloadError) {
    guard body.count + data.count <= Self.limit else {
      throw DownloadError(
        code: .badResponse, message: "a page of more than \(Self.limit >> 20) MB",
        subject: head?.url ?? "page")
    }
    body.append(data)
  }

  /// The page; nil when the wiki has none.
  func page() throws(DownloadError) -> Page? {
    guard let head, head.status == 200 else { return nil }
    if let length = head["content-length"].flatMap({ Int($0) }), head["content-encoding"] == nil,
      length != body.count
    {
      throw DownloadError(
        code: .network, message: "the answer ended after \(body.count) of \(length) bytes",
        subject: head.url)
    }
    return Page(url: head.url, body: body)
  }
}
