import Foundation

/// `metrics.jsonl`: a line for every step of a run.
struct MetricsFile {
  let path: String
  private var pending: [String] = []

  init(path: String) { self.path = path }

  /// Notes a step; it is in the file after the next `flush()`.
  mutating func note(_ step: PretrainingStep) throws(PretrainingError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      pending.append(String(decoding: try encoder.encode(step), as: UTF8.self) + "\n")
    } catch {
      throw PretrainingError(code: .notFinite, message: "step \(step.step): \(error)", path: path)
    }
  }

  /// Appends the lines that wait.
  mutating func flush() throws(PretrainingError) {
    do {
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.seekToEnd()
      try file.write(contentsOf: Data(pending.joined().utf8))
      try file.close()
    } catch {
      throw PretrainingError(code: .file, message: error.localizedDescription, path: path)
    }
    pending = []
  }

  /// Drops the lines behind a number of steps, which will be taken again.
  func truncate(toSteps count: Int) throws(PretrainingError) {
    let text = FileManager.default.contents(atPath: path) ?? Data()
    let kept = text.split(separator: UInt8(ascii: "\n")).prefix(count).flatMap { $0 + [0x0A] }
    do {
      try Data(kept).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw PretrainingError(code: .file, message: error.localizedDescription, path: path)
    }
  }
}
