import CArchive
import Glibc

/// Writes an archive or a compressed file, in the format that its name asks for.
///
/// `.zip`, `.7z` and `.tar` are archives, the last behind a compression too (`.tar.gz`); any other
/// name is that of one compressed file (`.gz`, `.xz`, `.zst`, `.bz2`), whose entry's name is lost.
///
/// - Parameters:
///   - path: The file.
///   - entries: Names and contents; taken one after another, so that a lazy sequence may be long.
/// - Throws: `ArchiveWritingError`.
public func writeArchive(
  _ path: String, _ entries: some Sequence<(name: String, bytes: [UInt8])>
) throws {
  // Names beyond ASCII are turned into other encodings through the locale's.
  let utf8 = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)
  let locale = uselocale(utf8)
  let archive = archive_write_new()
  defer {
    archive_write_free(archive)
    uselocale(locale)
    freelocale(utf8)
  }
  try chooseFormat(path, archive)
  guard archive_write_open_filename(archive, path) == ARCHIVE_OK else {
    throw ArchiveWritingError(message: path)
  }
  for (name, bytes) in entries {
    let entry = archive_entry_new()
    defer { archive_entry_free(entry) }
    archive_entry_set_pathname_utf8(entry, name)
    archive_entry_set_size(entry, Int64(bytes.count))
    archive_entry_set_filetype(entry, UInt32(Glibc.S_IFREG))
    archive_entry_set_perm(entry, 0o644)
    guard archive_write_header(archive, entry) == ARCHIVE_OK,
      archive_write_data(archive, bytes, bytes.count) == bytes.count
    else { throw ArchiveWritingError(message: "cannot write \(name)") }
  }
  guard archive_write_close(archive) == ARCHIVE_OK else {
    throw ArchiveWritingError(message: "cannot finish \(path)")
  }
}

/// An archive that a test could not write.
public struct ArchiveWritingError: Error {
  let message: String?
}

private func chooseFormat(_ path: String, _ archive: OpaquePointer?) throws {
  var parts = path.split(separator: "/").last?.split(separator: ".").dropFirst().map(String.init)
  let filters = ["gz": "gzip", "xz": "xz", "zst": "zstd", "bz2": "bzip2", "tgz": "gzip"]
  if let filter = parts?.last.flatMap({ filters[$0] }) {
    guard archive_write_add_filter_by_name(archive, filter) == ARCHIVE_OK else {
      throw ArchiveWritingError(message: "no filter \(filter)")
    }
    if parts?.last != "tgz" { parts?.removeLast() }
  }
  let status =
    switch parts?.last {
    case "zip": archive_write_set_format_zip(archive)
    case "7z": archive_write_set_format_7zip(archive)
    case "tar", "tgz": archive_write_set_format_pax_restricted(archive)
    default: archive_write_set_format_raw(archive)
    }
  guard status == ARCHIVE_OK else { throw ArchiveWritingError(message: "no format for \(path)") }
}
