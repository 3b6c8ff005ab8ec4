import Glibc

/// A file mapped into memory for reading, until the last reference to it is gone.
public final class MappedFile: @unchecked Sendable {
  /// The file's path, as it was given.
  public let path: String

  /// Every byte of the file; valid as long as this object lives.
  let bytes: UnsafeRawBufferPointer

  /// The file's length.
  public var byteCount: Int { bytes.count }

  /// Maps the file at `path`.
  ///
  /// - Throws: `FileError` when there is no such file, or it is not a regular one, or cannot be
  ///   mapped.
  public init(path: String) throws(FileError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, doing: "open", path: path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(errno: errno, doing: "examine", path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(message: "expected a regular file, found a folder or device", path: path)
    }
    let count = Int(status.st_size)
    guard count > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED
    else { throw FileError(errno: errno, doing: "map", path: path) }
    bytes = UnsafeRawBufferPointer(start: base, count: count)
  }

  deinit {
    if let base = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
    }
  }

  /// The file's bytes, to be read through checked offsets.
  public var span: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = unsafe RawSpan(_unsafeBytes: bytes)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Lets go of the RAM that some of the bytes take; reading them again brings them back from the
  /// file.
  ///
  /// Whole pages only: the bytes at the ends share theirs with their neighbours.
  public func letGo(of range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= byteCount,
      "MappedFile: bytes \(range) of \(byteCount)")
    guard let base = bytes.baseAddress else { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let start = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    guard start < end else { return }
    madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
  }
}
