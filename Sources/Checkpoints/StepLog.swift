import Foundation
public import Tensors

/// The numbers of a run's steps, a line of JSON each, in its folder's `metrics.jsonl`.
public struct StepLog: Sendable {
  private let path: String
  private var pending: [String] = []

  /// How many lines wait to be written.
  public var pendingCount: Int { pending.count }

  /// Names the log of a run; nothing is read or written.
  public init(folder: String) { path = folder + "/metrics.jsonl" }

  /// Notes a step; it is in the file after the next `flush()`.
  ///
  /// - Throws: `EncodingError` where a number is not finite.
  public mutating func note(_ step: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    pending.append(String(decoding: try encoder.encode(step), as: UTF8.self) + "\n")
  }

  /// Appends the lines that wait.
  public mutating func flush() throws(FileError) {
    try naming(path) {
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.seekToEnd()
      try file.write(contentsOf: Data(pending.joined().utf8))
      try file.close()
    }
    pending = []
  }

  /// Drops the lines behind a number of steps, which will be taken anew; of a new run there are none.
  public func keep(steps count: Int) throws(FileError) {
    let text = FileManager.default.contents(atPath: path) ?? Data()
    let lines = text.split(separator: UInt8(ascii: "\n")).prefix(count)
    try naming(path) {
      try Data(lines.flatMap { $0 + [UInt8(ascii: "\n")] })
        .write(to: URL(filePath: path), options: .atomic)
    }
  }
}

/// Does something with a file; what goes wrong names it.
private func naming(_ path: String, _ work: () throws -> Void) throws(FileError) {
  do {
    try work()
  } catch {
    throw FileError(message: error.localizedDescription, path: path)
  }
}
