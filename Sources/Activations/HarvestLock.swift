import Glibc

/// The right to write a harvest, held until this value's life ends.
///
/// The system's lock on the folder's `.lock`, so that it goes with the process that held it, however
/// that ends. The file stays.
public struct HarvestLock: ~Copyable, Sendable {
  private let descriptor: Int32

  /// Takes the lock of the harvest in `folder`, which must exist.
  ///
  /// - Throws: `ActivationError` with code `locked` when another process, or another part of this
  ///   one, holds it.
  public init(folder: String) throws(ActivationError) {
    let path = folder + "/.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw ActivationError(.cannotWrite, doing: "open", path: path)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isHeld = errno == EWOULDBLOCK
      let error = ActivationError(.cannotWrite, doing: "lock", path: path)
      close(descriptor)
      throw isHeld ? ActivationError(lockedFolder: folder) : error
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}

extension ActivationError {
  fileprivate init(lockedFolder folder: String) {
    self.init(
      code: .locked,
      message: "another process is writing this harvest; wait for it, or choose another folder",
      path: folder)
  }
}
