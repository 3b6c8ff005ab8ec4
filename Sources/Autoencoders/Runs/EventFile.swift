import Foundation

/// Numbers over the steps of a run in TensorBoard's format: a file of events, each framed by its
/// length and two checksums.
///
///     record  = length (8 bytes) · masked CRC-32C of it (4) · event · masked CRC-32C of it (4)
///     event   = wall time (1: double) · step (2: varint) · summary (5: values (1: tag, 2: number))
///
/// All numbers are little-endian. A run that is taken up again begins a file of its own beside the
/// first, which TensorBoard reads as one.
///
/// Source: TensorFlow's `record_writer.cc`, `event.proto` and `summary.proto`.
final class EventFile {
  private let handle: FileHandle

  /// Creates a file in a folder; its name says when it was begun.
  init(folder: String) throws(AutoencoderError) {
    let time = Date().timeIntervalSince1970
    let name = "events.out.tfevents.\(Int(time)).\(getpid()).thresher"
    let path = "\(folder)/\(name)"
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw AutoencoderError(code: .file, message: "cannot create this file", path: path) }
    self.handle = handle
    append(Event(wallTime: time, step: 0, fileVersion: "brain.Event:2"))
  }

  /// Adds the numbers of a step.
  func append(step: Int, values: [(tag: String, value: Double)]) {
    append(Event(wallTime: Date().timeIntervalSince1970, step: step, values: values))
  }

  private func append(_ event: Event) {
    // A chart is no reason to stop a run: what cannot be written is left out.
    try? handle.write(contentsOf: Data(EventFile.record(event.bytes)))
  }

  deinit { try? handle.close() }

  /// The frame around an event's bytes.
  static func record(_ event: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(event.count))
    return length + littleEndian(masked(CRC32C.checksum(length))) + event
      + littleEndian(masked(CRC32C.checksum(event)))
  }

  /// TensorFlow's mask, which keeps a checksum from looking like one of what holds it.
  private static func masked(_ checksum: UInt32) -> UInt32 {
    (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  /// One event of the file.
  struct Event {
    var wallTime: Double
    var step: Int
    var fileVersion: String?
    var values: [(tag: String, value: Double)] = []

    /// The event as a protocol buffer.
    var bytes: [UInt8] {
      var bytes: [UInt8] = [1 << 3 | 1] + littleEndian(wallTime.bitPattern)
      bytes += [2 << 3] + varint(UInt64(step))
      if let fileVersion { bytes += field(3, Array(fileVersion.utf8)) }
      guard !values.isEmpty else { return bytes }
      let summary = values.flatMap { tag, value in
        field(
          1, field(1, Array(tag.utf8)) + [2 << 3 | 5] + littleEndian(Float(value).bitPattern))
      }
      return bytes + field(5, summary)
    }
  }
}

/// A number's bytes, least first.
private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian, Array.init)
}

/// A field that says how many bytes it has.
private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
  [number << 3 | 2] + varint(UInt64(bytes.count)) + bytes
}

/// A number in groups of seven bits, the lowest first.
private func varint(_ value: UInt64) -> [UInt8] {
  var (bytes, rest): ([UInt8], UInt64) = ([], value)
  while rest >= 0x80 {
    bytes.append(UInt8(rest & 0x7F) | 0x80)
    rest >>= 7
  }
  return bytes + [UInt8(rest)]
}
