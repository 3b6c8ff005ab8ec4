import CHDF5

/// Makes one HDF5 call, and throws what HDF5 says of it when it fails.
///
/// Every HDF5 call in Thresher that can fail passes through here. The library is built thread-safe
/// and runs one call at a time.
///
/// - Parameters:
///   - name: The C function, for the message.
///   - path: The file that the call is about.
///   - place: The object in the file, where there is one.
///   - code: The fault that a failure is.
///   - call: The call.
/// - Returns: What the call returns, which is not negative.
/// - Throws: `ActivationError` with `code`, or `noSpace` when the system had no room.
@discardableResult
func hdf5<Status: SignedInteger>(
  _ name: StaticString, path: String, place: String? = nil,
  code: ActivationError.Code = .cannotRead, _ call: () -> Status
) throws(ActivationError) -> Status {
  H5Eset_auto2(0, nil, nil)  // Held per thread, so set at each call.
  let status = call()
  guard status >= 0 else {
    throw ActivationError(
      code: code, hdf5Message: takeLastMessage(), of: "\(name)", path: path, place: place)
  }
  return status
}

/// Closes an HDF5 object; a failure has been seen by the flush before, and is dropped.
func closeHDF5(_ id: hid_t, with close: (hid_t) -> herr_t) {
  H5Eset_auto2(0, nil, nil)
  if close(id) < 0 { H5Eclear2(0) }
}

/// Whether the library has started.
///
/// Asked before the first of its identifiers is used, since that starts it too, and with it the
/// closing of what is open when the program ends, which has made it loop.
let isReady: Bool = {
  _ = H5dont_atexit()
  return H5open() >= 0
}()

/// Takes the innermost message off this thread's error stack, and clears the stack.
private func takeLastMessage() -> String {
  var message = "no reason given"
  withUnsafeMutablePointer(to: &message) { target in
    _ = H5Ewalk2(
      0, H5E_WALK_DOWNWARD,
      { _, entry, target in
        if let text = entry?.pointee.desc, text.pointee != 0 {
          target?.assumingMemoryBound(to: String.self).pointee = String(cString: text)
        }
        return 0
      }, target)
  }
  // A stack left full has made the library loop when it closes.
  H5Eclear2(0)
  return message
}

extension ActivationError {
  /// Makes an error from HDF5's message, which holds the system's error number where it has one.
  fileprivate init(
    code: Code, hdf5Message message: String, of function: String, path: String, place: String?
  ) {
    guard let marker = message.firstRange(of: "errno = "),
      let number = Int32(message[marker.upperBound...].prefix { $0.isNumber }), number != 0
    else {
      self.init(code: code, message: "\(function): \(message)", path: path, place: place)
      return
    }
    self.init(
      code: noSpaceErrors.contains(number) ? .noSpace : code,
      message: "\(function): \(systemMessage(number))", path: path, place: place)
  }
}
