public import Tensors

/// Writes files of NumPy: one array, or an archive of several.
///
/// A file depends on its contents alone. In an archive arrays lie as they are, each at a multiple of
/// 64 bytes, so that they can be mapped.
public enum Numpy {
  /// Writes an array to a `.npy` file, which gets its name only when it is whole.
  ///
  /// - Parameters:
  ///   - tensor: The array.
  ///   - format: How its values are stored.
  ///   - path: The file; one that is there already is replaced.
  /// - Throws: `CheckpointError` with code `.unusableFile`, such as for a full disk, or
  ///   `.unsupported` for bfloat16, which NumPy does not have.
  public static func write(
    _ tensor: Tensor, storedAs format: FloatFormat = .float32, to path: String
  ) throws(CheckpointError) {
    let array = try NumpyItem("", tensor, storedAs: format, path: path)
    do throws(FileError) {
      var file = try AtomicFile(path: path)
      try array.forEachPiece { piece throws(FileError) in try file.write(piece) }
      try file.commit()
    } catch {
      throw CheckpointError(error)
    }
  }

  /// Writes arrays to a `.npz` file, which gets its name only when it is whole.
  ///
  /// - Parameters:
  ///   - tensors: The arrays, by names that are all different.
  ///   - format: How their values are stored.
  ///   - path: The file; one that is there already is replaced.
  /// - Throws: `CheckpointError` as for one array.
  public static func write(
    archive tensors: [(String, Tensor)], storedAs format: FloatFormat = .float32, to path: String
  ) throws(CheckpointError) {
    precondition(
      Set(tensors.map(\.0)).count == tensors.count, "Numpy: names must differ: \(tensors.map(\.0))")
    var items: [NumpyItem] = []
    for (name, tensor) in tensors {
      items.append(try NumpyItem(name, tensor, storedAs: format, path: path))
    }
    do throws(FileError) {
      var zip = try ZipWriter(path: path)
      for item in items { try zip.write(item) }
      try zip.commit()
    } catch {
      throw CheckpointError(error)
    }
  }
}
