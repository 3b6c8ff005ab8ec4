import CArchive
import Tensors

/// Unpacks what deflate packed, from the first byte on.
///
/// libarchive reads gzip files, so the bytes of a zip entry are given the head and foot of one. Every
/// call of libarchive passes through here.
///
/// Source: RFC 1952, section 2.3.
@safe final class Inflation {
  private let archive: OpaquePointer
  private let source: PackedBytes
  private let path: String
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)

  /// Whether the last byte has been given.
  private(set) var isFinished = false

  /// How many packed bytes have been used.
  var usedByteCount: Int { source.position }

  /// Unpacks a gzip file.
  convenience init(gzip file: MappedFile, path: String) throws(CheckpointError) {
    try self.init(
      PackedBytes(head: [], body: FilePart(file, 0..<file.byteCount), foot: []), path: path)
  }

  /// Unpacks an entry of a zip file.
  convenience init(
    deflated part: FilePart, _ packing: FilePart.Packing, path: String
  ) throws(CheckpointError) {
    let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let foot = [packing.checksum, UInt32(truncatingIfNeeded: packing.byteCount)].flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    try self.init(PackedBytes(head: head, body: part, foot: foot), path: path)
  }

  private init(_ source: PackedBytes, path: String) throws(CheckpointError) {
    guard let archive = unsafe archive_read_new() else {
      preconditionFailure("Inflation: no memory")
    }
    unsafe self.archive = archive
    self.source = source
    self.path = path
    unsafe archive_read_support_filter_gzip(archive)
    unsafe archive_read_support_format_raw(archive)
    unsafe archive_read_support_format_empty(archive)
    let client = unsafe Unmanaged.passUnretained(source).toOpaque()
    var entry: OpaquePointer?
    let opened = unsafe archive_read_open(archive, client, nil, readPackedBytes, nil)
    let found = unsafe opened == ARCHIVE_OK ? archive_read_next_header(archive, &entry) : opened
    switch found {
    case ARCHIVE_OK, ARCHIVE_WARN: break
    case ARCHIVE_EOF: isFinished = true
    default: throw failure()
    }
  }

  deinit { unsafe archive_read_free(archive) }

  /// The next bytes; nil after the last.
  func next() throws(CheckpointError) -> [UInt8]? {
    guard !isFinished else { return nil }
    let count = unsafe archive_read_data(archive, &buffer, buffer.count)
    guard count >= 0 else { throw failure() }
    guard count > 0 else {
      isFinished = true
      return nil
    }
    return Array(buffer[..<count])
  }

  private func failure() -> CheckpointError {
    let reason = unsafe archive_error_string(archive).map { unsafe String(cString: $0) }
    return CheckpointError(
      code: .malformed,
      message: "cannot unpack it: \(reason ?? "unknown fault"); copy or download it again",
      path: path, byteOffset: source.bodyOffset)
  }
}

/// Packed bytes as libarchive asks for them: a head, a part of a file, and a foot.
@safe private final class PackedBytes {
  private let head: [UInt8]
  private let body: FilePart
  private let foot: [UInt8]

  /// How many have been handed on.
  private(set) var position = 0

  /// What was handed on last; libarchive reads it until it asks again.
  private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)

  init(head: [UInt8], body: FilePart, foot: [UInt8]) {
    self.head = head
    self.body = body
    self.foot = foot
  }

  deinit { unsafe chunk.deallocate() }

  /// The place in the file that was reached.
  var bodyOffset: Int {
    body.byteRange.lowerBound + min(max(position - head.count, 0), body.byteRange.count)
  }

  /// The next bytes; none after the last.
  func next() -> UnsafeRawBufferPointer {
    let (head, file, foot) = (head, body.file, foot)
    let bodyEnd = head.count + body.byteRange.count
    var count = 0
    if position < head.count {
      count = unsafe fill(head.span.bytes)
    } else if position < bodyEnd {
      count = fill(file.span.extracting(bodyOffset..<body.byteRange.upperBound))
    } else if position < bodyEnd + foot.count {
      count = unsafe fill(foot.span.bytes)
    }
    position += count
    return unsafe UnsafeRawBufferPointer(rebasing: chunk[..<count])
  }

  private func fill(_ bytes: RawSpan) -> Int {
    let count = unsafe min(bytes.byteCount, chunk.count)
    unsafe bytes.extracting(first: count).withUnsafeBytes { unsafe chunk.copyMemory(from: $0) }
    return count
  }
}

/// Hands libarchive the bytes of a `PackedBytes`.
private func readPackedBytes(
  _ archive: OpaquePointer?, _ client: UnsafeMutableRawPointer?,
  _ buffer: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> Int {
  guard let client = unsafe client else { return 0 }
  let bytes = unsafe Unmanaged<PackedBytes>.fromOpaque(client).takeUnretainedValue().next()
  unsafe buffer?.pointee = bytes.baseAddress
  return bytes.count
}
