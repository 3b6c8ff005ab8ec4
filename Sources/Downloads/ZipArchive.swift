import CArchive

/// A zip file, read by libarchive from its first entry to its last.
///
/// Every call of libarchive passes through here.
struct ZipArchive: ~Copyable {
  private let archive: OpaquePointer
  private let path: String

  /// Opens the file at `path`.
  init(path: String) throws(DownloadError) {
    guard let archive = archive_read_new() else { preconditionFailure("ZipArchive: no memory") }
    self.archive = archive
    self.path = path
    archive_read_support_format_zip(archive)
    guard archive_read_open_filename(archive, path, 1 << 20) == ARCHIVE_OK else {
      throw failure("expected a zip file")
    }
  }

  deinit { archive_read_free(archive) }

  /// Moves to the next entry.
  ///
  /// - Returns: Its path; nil after the last one.
  mutating func next() throws(DownloadError) -> String? {
    var entry: OpaquePointer?
    switch archive_read_next_header(archive, &entry) {
    case ARCHIVE_OK, ARCHIVE_WARN:
      return archive_entry_pathname_utf8(entry).map { String(cString: $0) } ?? ""
    case ARCHIVE_EOF: return nil
    default: throw failure("cannot read the archive")
    }
  }

  /// Hands the current entry's bytes to `body`, piece by piece.
  func forEachPiece(
    _ body: (RawSpan) throws(DownloadError) -> Void
  ) throws(DownloadError) {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = archive_read_data(archive, &buffer, buffer.count)
      guard count >= 0 else { throw failure("cannot unpack the archive") }
      guard count > 0 else { return }
      try body(buffer.span.extracting(first: count).bytes)
    }
  }

  private func failure(_ what: String) -> DownloadError {
    let reason = archive_error_string(archive).map { String(cString: $0) } ?? "unknown fault"
    return DownloadError(code: .wrongContents, message: "\(what): \(reason)", subject: path)
  }
}
