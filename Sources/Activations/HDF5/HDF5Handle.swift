import CHDF5

/// An identifier of HDF5's, closed when this value's life ends.
struct HDF5Handle: ~Copyable, Sendable {
  let id: hid_t
  private let closeFunction: @Sendable (hid_t) -> herr_t
  private var isOpen = true

  init(_ id: hid_t, closedBy closeFunction: @escaping @Sendable (hid_t) -> herr_t) {
    self.id = id
    self.closeFunction = closeFunction
  }

  deinit {
    if isOpen { closeHDF5(id, with: closeFunction) }
  }

  /// Closes it now, to learn whether that succeeds; a failure is not tried again.
  mutating func close(path: String, place: String? = nil) throws(ActivationError) {
    isOpen = false
    try hdf5("close", path: path, place: place, code: .cannotWrite) { closeFunction(id) }
  }
}

/// A set of choices for an HDF5 call.
struct HDF5PropertyList: ~Copyable, Sendable {
  private let handle: HDF5Handle
  var id: hid_t { handle.id }

  /// Makes the default choices of a class, such as `thresher_h5p_dataset_create()`.
  init(_ kind: hid_t, path: String) throws(ActivationError) {
    handle = HDF5Handle(
      try hdf5("H5Pcreate", path: path) { H5Pcreate(kind) }, closedBy: { H5Pclose($0) })
  }

  /// Makes the choices for creating an object whose bytes don't depend on when it is made.
  static func untimed(_ kind: hid_t, path: String) throws(ActivationError) -> HDF5PropertyList {
    let list = try HDF5PropertyList(kind, path: path)
    try hdf5("H5Pset_obj_track_times", path: path) { H5Pset_obj_track_times(list.id, false) }
    return list
  }
}
