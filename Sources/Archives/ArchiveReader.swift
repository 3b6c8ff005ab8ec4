import CArchive
import Glibc

/// A tar, zip or 7z file or a compressed file, read by libarchive from its first entry to its last.
///
/// Nothing is written to disk, whatever the entries' names. Every call of libarchive passes through
/// here.
public struct ArchiveReader: ~Copyable {
  /// What is in a file.
  public enum Contents: Sendable {
    /// Files, each with its name: tar, zip, 7z; tar by any of libarchive's compressions.
    case files
    /// The bytes of one file, compressed.
    case bytes
  }

  private let archive: OpaquePointer
  private let path: String

  /// Opens the file at `path`.
  public init(path: String, contents: Contents) throws(ArchiveError) {
    guard let archive = archive_read_new() else { preconditionFailure("ArchiveReader: no memory") }
    self.archive = archive
    self.path = path
    archive_read_support_filter_all(archive)
    switch contents {
    case .files:
      archive_read_support_format_tar(archive)
      archive_read_support_format_zip(archive)
      archive_read_support_format_7zip(archive)
    case .bytes:
      archive_read_support_format_raw(archive)
      archive_read_support_format_empty(archive)
    }
    guard archive_read_open_filename(archive, path, 1 << 18) == ARCHIVE_OK else {
      throw failure("cannot open the archive", isFatal: true)
    }
  }

  deinit { archive_read_free(archive) }

  /// How many bytes of the file have been read so far, as it is packed.
  public var packedByteCount: Int { Int(archive_filter_bytes(archive, -1)) }

  /// Moves to the next file in the archive.
  ///
  /// - Returns: Its name; nil after the last one.
  /// - Throws: `ArchiveError`, always fatal.
  public mutating func next() throws(ArchiveError) -> String? {
    // Names in UTF-16, as 7z has them, are turned into the locale's encoding.
    let locale = uselocale(Self.locale)
    defer { uselocale(locale) }
    while true {
      var entry: OpaquePointer?
      switch archive_read_next_header(archive, &entry) {
      case ARCHIVE_OK, ARCHIVE_WARN:
        if let name = Self.fileName(entry) { return name }
      case ARCHIVE_RETRY: continue
      case ARCHIVE_EOF: return nil
      default: throw failure("cannot read the archive", isFatal: true)
      }
    }
  }

  /// Reads the current file's next bytes.
  ///
  /// - Parameter buffer: Where they go.
  /// - Returns: How many there were; 0 at the file's end.
  /// - Throws: `ArchiveError`, which is fatal unless the next file can be read.
  public mutating func read(_ buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    while true {
      let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard Int32(count) == ARCHIVE_RETRY else {
        throw failure("cannot unpack the archive", isFatal: Int32(count) == ARCHIVE_FATAL)
      }
    }
  }

  /// Hands the current file's bytes to `body`, piece by piece.
  ///
  /// - Parameter body: What takes a piece; its faults pass through.
  /// - Throws: `ArchiveError`, or what `body` throws.
  public mutating func forEachPiece(_ body: (RawSpan) throws -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try read(&buffer)
      guard count > 0 else { return }
      try body(buffer.span.extracting(first: count).bytes)
    }
  }

  /// Reads the current file's next bytes into an array of their greatest number.
  private mutating func read(_ buffer: inout [UInt8]) throws(ArchiveError) -> Int {
    let result = buffer.withUnsafeMutableBytes { bytes in
      Result { () throws(ArchiveError) in try self.read(bytes) }
    }
    return try result.get()
  }

  // Made once, and never changed or freed.
  private nonisolated(unsafe) static let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)

  /// The name of an entry that is a regular file; nil for a folder, a link or a device.
  private static func fileName(_ entry: OpaquePointer?) -> String? {
    guard archive_entry_filetype(entry) == Glibc.S_IFREG || archive_entry_filetype(entry) == 0,
      archive_entry_hardlink(entry) == nil
    else { return nil }
    // A name in bytes that the locale does not know is taken for UTF-8.
    return (archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry))
      .map { String(cString: $0) } ?? ""
  }

  private func failure(_ what: String, isFatal: Bool) -> ArchiveError {
    let reason = archive_error_string(archive).map { String(cString: $0) } ?? "unknown fault"
    return ArchiveError(message: "\(what): \(reason)", path: path, isFatal: isFatal)
  }
}
