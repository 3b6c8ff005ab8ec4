import CHDF5

/// The shape of a dataset, or a selection of whole rows in it.
struct HDF5Dataspace: ~Copyable, Sendable {
  private let handle: HDF5Handle
  var id: hid_t { handle.id }

  /// Makes a shape; the first axis can grow without bounds where `isGrowing`.
  init(shape: [Int], isGrowing: Bool = false, path: String) throws(ActivationError) {
    let dimensions = shape.map { hsize_t($0) }
    var limits = dimensions
    if isGrowing { limits[0] = thresher_h5s_unlimited() }
    handle = HDF5Handle(
      try hdf5("H5Screate_simple", path: path) {
        H5Screate_simple(Int32(shape.count), dimensions, limits)
      }, closedBy: { H5Sclose($0) })
  }

  /// Makes the shape of an existing dataset.
  init(ofDataset dataset: hid_t, path: String, place: String) throws(ActivationError) {
    handle = HDF5Handle(
      try hdf5("H5Dget_space", path: path, place: place) { H5Dget_space(dataset) },
      closedBy: { H5Sclose($0) })
  }

  /// The length of every axis.
  func shape(path: String, place: String) throws(ActivationError) -> [Int] {
    let rank = try hdf5("H5Sget_simple_extent_ndims", path: path, place: place) {
      H5Sget_simple_extent_ndims(id)
    }
    var dimensions = [hsize_t](repeating: 0, count: Int(rank))
    try hdf5("H5Sget_simple_extent_dims", path: path, place: place) {
      H5Sget_simple_extent_dims(id, &dimensions, nil)
    }
    return dimensions.map { Int(clamping: $0) }
  }

  /// Selects some rows of a shape, in full.
  func select(rows: Range<Int>, ofShape shape: [Int], path: String) throws(ActivationError) {
    var start = [hsize_t](repeating: 0, count: shape.count)
    var count = shape.map { hsize_t($0) }
    start[0] = hsize_t(rows.lowerBound)
    count[0] = hsize_t(rows.count)
    try hdf5("H5Sselect_hyperslab", path: path) {
      H5Sselect_hyperslab(id, H5S_SELECT_SET, start, nil, count, nil)
    }
  }
}
