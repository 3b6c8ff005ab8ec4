import CHDF5

/// An HDF5 file, open until this value's life ends.
struct HDF5File: ~Copyable, Sendable {
  private var handle: HDF5Handle
  let path: String

  /// How many bytes the file takes.
  let byteCount: Int

  var id: hid_t { handle.id }

  /// Creates a file, in place of what bears its name.
  ///
  /// The format is HDF5 1.10's, whose metadata bear checksums. Large datasets begin on pages, so
  /// that the file can be mapped.
  init(creating path: String) throws(ActivationError) {
    precondition(isReady, "HDF5 does not start")
    let creation = try HDF5PropertyList.untimed(thresher_h5p_file_create(), path: path)
    let access = try HDF5PropertyList(thresher_h5p_file_access(), path: path)
    try dropLocking(access, path: path)
    try hdf5("H5Pset_libver_bounds", path: path) {
      H5Pset_libver_bounds(access.id, H5F_LIBVER_V110, H5F_LIBVER_V110)
    }
    try hdf5("H5Pset_fclose_degree", path: path) {
      H5Pset_fclose_degree(access.id, H5F_CLOSE_SEMI)
    }
    try hdf5("H5Pset_alignment", path: path) { H5Pset_alignment(access.id, 1 << 15, 4096) }
    handle = HDF5Handle(
      try hdf5("H5Fcreate", path: path, code: .cannotWrite) {
        H5Fcreate(path, thresher_h5f_acc_trunc(), creation.id, access.id)
      }, closedBy: { H5Fclose($0) })
    self.path = path
    byteCount = 0
  }

  /// Opens a file for reading.
  init(reading path: String) throws(ActivationError) {
    precondition(isReady, "HDF5 does not start")
    let access = try HDF5PropertyList(thresher_h5p_file_access(), path: path)
    try dropLocking(access, path: path)
    let handle = HDF5Handle(
      try hdf5("H5Fopen", path: path) {
        H5Fopen(path, thresher_h5f_acc_rdonly(), access.id)
      }, closedBy: { H5Fclose($0) })
    var size: hsize_t = 0
    try hdf5("H5Fget_filesize", path: path) { H5Fget_filesize(handle.id, &size) }
    self.handle = handle
    self.path = path
    byteCount = Int(clamping: size)
  }

  /// Makes a group.
  func createGroup(_ name: String) throws(ActivationError) {
    precondition(isReady, "HDF5 does not start")
    let creation = try HDF5PropertyList.untimed(thresher_h5p_group_create(), path: path)
    let group = try hdf5("H5Gcreate", path: path, place: name, code: .cannotWrite) {
      H5Gcreate2(id, name, thresher_h5p_default(), creation.id, thresher_h5p_default())
    }
    closeHDF5(group) { H5Gclose($0) }
  }

  /// Whether there is an object of the given name, `/rows/sequence` say.
  func contains(_ name: String) throws(ActivationError) -> Bool {
    // HDF5 fails, rather than says no, when a group on the way isn't there.
    var place = ""
    for part in name.split(separator: "/") {
      place += "/" + part
      let found = try hdf5("H5Lexists", path: path, place: place) {
        H5Lexists(id, place, thresher_h5p_default())
      }
      guard found > 0 else { return false }
    }
    return true
  }

  /// The names of a group's members, in alphabetical order; none where there is no such group.
  func memberNames(of group: String) throws(ActivationError) -> [String] {
    guard try contains(group) else { return [] }
    var info = H5G_info_t()
    try hdf5("H5Gget_info_by_name", path: path, place: group) {
      H5Gget_info_by_name(id, group, &info, thresher_h5p_default())
    }
    var names: [String] = []
    for index in 0..<min(info.nlinks, 1 << 20) {
      var name = [CChar](repeating: 0, count: 1 << 12)
      try hdf5("H5Lget_name_by_idx", path: path, place: group) {
        H5Lget_name_by_idx(
          id, group, H5_INDEX_NAME, H5_ITER_INC, index, &name, name.count, thresher_h5p_default())
      }
      let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      names.append(String(decoding: bytes, as: UTF8.self))
    }
    return names
  }

  /// Hands everything to the system and closes the file, whose objects must be closed before.
  mutating func close() throws(ActivationError) {
    try hdf5("H5Fflush", path: path, code: .cannotWrite) { H5Fflush(id, H5F_SCOPE_GLOBAL) }
    try handle.close(path: path)
  }
}

/// Has HDF5 take no lock on the file.
///
/// A shard is written by one process and renamed when it is whole, and network disks often have no
/// locks. A lock would also outlive the file in a child process that another thread starts.
private func dropLocking(
  _ access: borrowing HDF5PropertyList, path: String
) throws(ActivationError) {
  let id = access.id
  try hdf5("H5Pset_file_locking", path: path) { H5Pset_file_locking(id, false, true) }
}
