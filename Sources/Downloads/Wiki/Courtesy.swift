import Foundation

/// How a server is asked for many things without being a burden to it.
public struct Courtesy: Sendable {
  /// How long to wait from the beginning of one request to that of the next.
  public var delay: Duration

  /// How often one thing is asked for.
  public var attemptCount: Int

  /// How long to wait before the second attempt; each further one waits twice as long.
  public var retryDelay: Duration

  /// The longest wait that a server's `Retry-After` may ask for.
  public var longestWait: Duration

  /// Makes rules; by default one request a second, five attempts, at most ten minutes of waiting.
  public init(
    delay: Duration = .seconds(1), attemptCount: Int = 5, retryDelay: Duration = .seconds(2),
    longestWait: Duration = .seconds(600)
  ) {
    self.delay = delay
    self.attemptCount = attemptCount
    self.retryDelay = retryDelay
    self.longestWait = longestWait
  }

  /// How long to wait after a failed attempt; nil when there is to be no other.
  ///
  /// - Parameters:
  ///   - failureCount: How many attempts have failed.
  ///   - head: What the server said, if it did.
  ///   - now: The time.
  /// - Returns: The server's own wish, where it has one.
  func wait(afterFailure failureCount: Int, _ head: HTTPHead?, now: Date = Date()) -> Duration? {
    guard failureCount < attemptCount else { return nil }
    let own = retryDelay * (1 << (failureCount - 1))
    guard let asked = head?["retry-after"].flatMap({ Self.duration($0, now: now) }) else {
      return own
    }
    return asked <= longestWait ? max(asked, own) : nil
  }

  /// Reads `Retry-After`: a number of seconds, or a date.
  static func duration(_ text: String, now: Date) -> Duration? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if let seconds = Int(text) { return .seconds(max(0, seconds)) }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    return format.date(from: text).map { .seconds(max(0, $0.timeIntervalSince(now))) }
  }
}
