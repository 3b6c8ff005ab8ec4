import CHDF5
import Tensors

extension HDF5Dataset {
  /// Writes one chunk in full, past HDF5's cache and conversions.
  ///
  /// - Parameters:
  ///   - bytes: The whole chunk in the dataset's own type, even where rows beyond `rowCount` have
  ///     no meaning.
  ///   - firstRow: The chunk's first row.
  ///   - rowCount: How many rows the dataset has from now on.
  /// - Throws: `ActivationError` when the file cannot grow.
  func writeChunk(
    _ bytes: RawSpan, firstRow: Int, growingTo rowCount: Int
  ) throws(ActivationError) {
    let extent = ([rowCount] + shape.dropFirst()).map { hsize_t($0) }
    try hdf5("H5Dset_extent", path: path, place: name, code: .cannotWrite) {
      H5Dset_extent(id, extent)
    }
    var offset = [hsize_t](repeating: 0, count: shape.count)
    offset[0] = hsize_t(firstRow)
    try hdf5("H5Dwrite_chunk", path: path, place: name, code: .cannotWrite) {
      bytes.withUnsafeBytes {
        H5Dwrite_chunk(id, thresher_h5p_default(), 0, offset, $0.count, $0.baseAddress)
      }
    }
  }

  /// Reads some rows, in full.
  ///
  /// - Parameters:
  ///   - rows: Which.
  ///   - type: The type that HDF5 converts to.
  ///   - bytes: Where they go; exactly as long as they are.
  /// - Throws: `ActivationError` when the file is damaged or HDF5 knows no conversion.
  func read(
    rows: Range<Int>, as type: borrowing HDF5Type, into bytes: inout MutableRawSpan
  ) throws(ActivationError) {
    let rowByteCount = shape.dropFirst().reduce(type.byteCount, *)
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= shape[0]
        && bytes.byteCount == rows.count * rowByteCount,
      "\(name): rows \(rows) of \(shape) into \(bytes.byteCount) bytes")
    guard !bytes.isEmpty else { return }
    let fileSpace = try HDF5Dataspace(ofDataset: id, path: path, place: name)
    try fileSpace.select(rows: rows, ofShape: shape, path: path)
    let memorySpace = try HDF5Dataspace(
      shape: [rows.count] + shape.dropFirst(), path: path)
    let typeID = type.id
    try hdf5("H5Dread", path: path, place: name) {
      bytes.withUnsafeMutableBytes {
        H5Dread(
          id, typeID, memorySpace.id, fileSpace.id, thresher_h5p_default(), $0.baseAddress)
      }
    }
  }

  /// Reads floats of some rows, of whatever type they are stored in.
  ///
  /// - Parameter rows: Which.
  /// - Returns: The rows' elements, row after row.
  /// - Throws: `ActivationError` when the file is damaged or HDF5 knows no conversion.
  func floats(rows: Range<Int>) throws(ActivationError) -> [Float] {
    var values = [Float](repeating: 0, count: shape.dropFirst().reduce(rows.count, *))
    var elements = values.mutableSpan
    var bytes = elements.mutableBytes
    try read(rows: rows, as: try .floats(.float32, path: path), into: &bytes)
    return values
  }

  /// Reads integers of some rows, which must be stored as integers of any width.
  ///
  /// - Parameters:
  ///   - rows: Which.
  ///   - element: `Int32` or `Int64`.
  /// - Returns: The rows' elements, row after row.
  /// - Throws: `ActivationError`; `wrongType` when they are no integers.
  func integers<Element: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    rows: Range<Int>, as element: Element.Type
  ) throws(ActivationError) -> [Element] {
    let stored = try type()
    guard stored.isInteger else {
      throw ActivationError(
        code: .wrongType, message: "expected integers, found a \(stored.name)",
        path: path, place: name)
    }
    let wanted =
      Element.bitWidth == 32
      ? try HDF5Type.int32(path: path) : try HDF5Type.int64(path: path)
    var values = [Element](repeating: 0, count: shape.dropFirst().reduce(rows.count, *))
    var elements = values.mutableSpan
    var bytes = elements.mutableBytes
    try read(rows: rows, as: wanted, into: &bytes)
    return values
  }
}
