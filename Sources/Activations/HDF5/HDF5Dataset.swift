import CHDF5

/// A dataset whose first axis counts rows, open until this value's life ends.
struct HDF5Dataset: ~Copyable, Sendable {
  private var handle: HDF5Handle
  let path: String
  let name: String

  /// The length of every axis, as the file has it when it is opened.
  let shape: [Int]

  var id: hid_t { handle.id }

  /// Creates an empty dataset that grows by rows, in chunks of rows.
  init(
    creating name: String, in file: borrowing HDF5File, type: borrowing HDF5Type,
    rowShape: [Int], chunkRows: Int
  ) throws(ActivationError) {
    let path = file.path
    let creation = try HDF5PropertyList.untimed(thresher_h5p_dataset_create(), path: path)
    let chunk = ([chunkRows] + rowShape).map { hsize_t($0) }
    try hdf5("H5Pset_chunk", path: path, place: name) {
      H5Pset_chunk(creation.id, Int32(chunk.count), chunk)
    }
    let space = try HDF5Dataspace(shape: [0] + rowShape, isGrowing: true, path: path)
    let (fileID, typeID) = (file.id, type.id)
    handle = HDF5Handle(
      try hdf5("H5Dcreate", path: path, place: name, code: .cannotWrite) {
        H5Dcreate2(
          fileID, name, typeID, space.id, thresher_h5p_default(), creation.id,
          thresher_h5p_default())
      }, closedBy: { H5Dclose($0) })
    self.path = path
    self.name = name
    shape = [0] + rowShape
  }

  /// Opens a dataset for reading.
  ///
  /// Chunks are read past HDF5's cache, so that a row costs a row; a dataset with filters keeps
  /// some chunks, since any part of one costs the whole.
  ///
  /// - Throws: `missing` when there is none; `wrongShape` when its claims are larger than a file
  ///   of this size can hold.
  init(reading name: String, in file: borrowing HDF5File) throws(ActivationError) {
    let path = file.path
    guard try file.contains(name) else {
      throw ActivationError(
        code: .missing, message: "expected this dataset, found none", path: path, place: name)
    }
    let handle = try openDataset(name, in: file)
    let space = try HDF5Dataspace(ofDataset: handle.id, path: path, place: name)
    let shape = try space.shape(path: path, place: name)
    let type = try HDF5Type(ofDataset: handle.id, path: path, place: name)
    let claimed = shape.reduce(Double(type.byteCount)) { $0 * Double($1) }
    // Deflate, the densest of the common filters, makes at most 1,032 bytes of one.
    guard !shape.isEmpty && claimed <= 1032 * Double(file.byteCount) else {
      throw ActivationError(
        code: .wrongShape,
        message: "expected rows that a file of \(file.byteCount) bytes can hold, found \(shape)",
        path: path, place: name)
    }
    self.handle = handle
    self.path = path
    self.name = name
    self.shape = shape
  }

  /// Closes the dataset now, to learn whether that succeeds.
  mutating func close() throws(ActivationError) { try handle.close(path: path, place: name) }

  /// The type of the elements.
  func type() throws(ActivationError) -> HDF5Type {
    try HDF5Type(ofDataset: id, path: path, place: name)
  }
}

/// Opens a dataset for reading, with room for chunks only if they have filters to undo.
private func openDataset(
  _ name: String, in file: borrowing HDF5File
) throws(ActivationError) -> HDF5Handle {
  // Closed again in between: HDF5 shares the cache of a dataset that is open already.
  let isFiltered = try isFiltered(openDataset(name, in: file, cacheByteCount: 0), path: file.path)
  return try openDataset(name, in: file, cacheByteCount: isFiltered ? 64 << 20 : 0)
}

private func openDataset(
  _ name: String, in file: borrowing HDF5File, cacheByteCount: Int
) throws(ActivationError) -> HDF5Handle {
  let access = try HDF5PropertyList(thresher_h5p_dataset_access(), path: file.path)
  try hdf5("H5Pset_chunk_cache", path: file.path) {
    H5Pset_chunk_cache(access.id, 521, cacheByteCount, 0.75)
  }
  let fileID = file.id
  return HDF5Handle(
    try hdf5("H5Dopen", path: file.path, place: name) { H5Dopen2(fileID, name, access.id) },
    closedBy: { H5Dclose($0) })
}

/// Whether a dataset's chunks are compressed, shuffled or the like; closes the dataset.
private func isFiltered(
  _ dataset: consuming HDF5Handle, path: String
) throws(ActivationError) -> Bool {
  let id = dataset.id
  let creation = HDF5Handle(
    try hdf5("H5Dget_create_plist", path: path) { H5Dget_create_plist(id) },
    closedBy: { H5Pclose($0) })
  return try hdf5("H5Pget_nfilters", path: path) { H5Pget_nfilters(creation.id) } > 0
}
