import Foundation

/// The progress of long work, on standard error: a line that renews itself on a terminal, a plain
/// line now and then elsewhere.
final class Progress {
  private let title: String
  private let unit: String
  private let total: Int?
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isQuiet: Bool
  private let start = ContinuousClock.now
  private var lastPrint: ContinuousClock.Instant?
  private var last: (done: Int, remark: String)?

  /// Begins to report work on `total` units; an unknown total is nil.
  init(_ title: String, of total: Int?, unit: String, isQuiet: Bool) {
    self.title = title
    self.total = total
    self.unit = unit
    self.isQuiet = isQuiet
  }

  /// The seconds since the work began.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Says how much is done, with a remark such as the loss.
  func update(_ done: Int, remark: String = "") {
    guard !isQuiet else { return }
    let now = ContinuousClock.now
    if let lastPrint, now - lastPrint < (isTerminal ? .milliseconds(200) : .seconds(15)) { return }
    lastPrint = now
    last = (done, remark)
    write(line(done, remark: remark), ending: isTerminal ? "" : "\n")
  }

  /// Says that the work is done, where the line before has not said so.
  func finish(_ done: Int, remark: String = "") {
    guard !isQuiet, isTerminal || last?.done != done || last?.remark != remark else { return }
    write(line(done, remark: remark), ending: "\n")
  }

  private func line(_ done: Int, remark: String) -> String {
    let rate = Double(done) / max(seconds, 1e-9)
    var parts = [total.map { "\(done)/\($0) \(unit)" } ?? "\(done) \(unit)"]
    parts.append(String(format: "%.4g %@/s", rate, unit))
    if let total, done > 0, done < total {
      parts.append("\(duration(Double(total - done) / rate)) left")
    }
    if !remark.isEmpty { parts.append(remark) }
    return "\(title): \(parts.joined(separator: ", "))"
  }

  private func write(_ line: String, ending: String) {
    let text = isTerminal ? "\r\u{1B}[K\(line)\(ending)" : line + ending
    FileHandle.standardError.write(Data(text.utf8))
  }

  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
