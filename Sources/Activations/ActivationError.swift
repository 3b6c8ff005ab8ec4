import Glibc

/// A harvest that cannot be read or written as asked.
public struct ActivationError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// The system or HDF5 does not open or read a file, or the file is damaged.
    case cannotRead
    /// The system or HDF5 does not write a file.
    case cannotWrite
    /// The disk, a quota or a limit on file sizes has no room for what is written.
    case noSpace
    /// Another process is writing the same harvest.
    case locked
    /// A manifest is not JSON, or not a manifest.
    case malformed
    /// A harvest was written by a later version of Thresher.
    case newerSchema
    /// A site, dataset, file, sequence or document that is asked for is not there.
    case missing
    /// A dataset's shape is not what the manifest or the layout says.
    case wrongShape
    /// A value is not finite, or too large for the format it is stored in.
    case notStorable
    /// Harvests that are to be joined differ in what they hold.
    case mismatch
    /// A dataset's type is not what the manifest or the layout says.
    case wrongType
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, what was found, and what to do where that isn't plain.
  public let message: String

  /// The file or folder.
  public let path: String

  /// The dataset or key inside the file; nil when the fault is the file's own.
  public let place: String?

  /// Makes an error about `place` in the file at `path`.
  public init(code: Code, message: String, path: String, place: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.place = place
  }

  /// Makes an error from the system's latest error number.
  ///
  /// A disk, quota or file-size limit that is reached becomes `noSpace`, whatever `code` is.
  init(_ code: Code, doing verb: String, path: String) {
    let number = errno
    self.init(
      code: noSpaceErrors.contains(number) ? .noSpace : code,
      message: "cannot \(verb) it: \(systemMessage(number))", path: path)
  }

  public var description: String {
    place.map { "\(path), \($0): \(message)" } ?? "\(path): \(message)"
  }
}

/// The system's error numbers that say that a file cannot grow.
let noSpaceErrors: Set<Int32> = [ENOSPC, EDQUOT, EFBIG]

/// What the system says of an error number.
func systemMessage(_ number: Int32) -> String {
  strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
