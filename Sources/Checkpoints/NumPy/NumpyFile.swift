public import Tensors

/// A file of NumPy: one array (`.npy`) or an archive of several (`.npz`).
///
/// An array in an archive is named as there, without `.npy`; one by itself as its file. Arrays of
/// objects are pickles that would have to be run, and are refused; in an archive, only they are.
public struct NumpyFile: Checkpoint {
  public let path: String

  private let arrays: [String: NumpyArray]
  private let table: TensorTable

  /// Why arrays that are no numbers cannot be read.
  private let refused: [String: CheckpointError]

  /// Opens the file at `path` and reads its headers; no array is read yet.
  ///
  /// - Throws: `CheckpointError` when a header breaks the format or does not fit the file, or no array
  ///   is of numbers.
  public init(path: String) throws(CheckpointError) {
    let file = try MappedFile.open(path)
    var arrays: [NumpyArray] = []
    var refused: [String: CheckpointError] = [:]
    for (name, part) in try Self.parts(file, path: path) {
      do throws(CheckpointError) {
        arrays.append(try NumpyArray(part, name: name, path: path))
      } catch {
        guard error.code == .unsupported else { throw error }
        refused[name] = error
      }
    }
    if arrays.isEmpty, let first = refused.sorted(by: { $0.key < $1.key }).first {
      throw first.value
    }
    self.path = path
    self.refused = refused
    self.arrays = Dictionary(arrays.map { ($0.info.name, $0) }) { first, _ in first }
    table = try TensorTable(arrays.map(\.info), path: path)
  }

  /// The parts of the file that are arrays.
  private static func parts(
    _ file: MappedFile, path: String
  ) throws(CheckpointError) -> [(String, FilePart)] {
    guard file.span.isZip else {
      let name = path.split(separator: "/").last ?? "array"
      return [(stem(String(name)), FilePart(file, 0..<file.byteCount))]
    }
    let zip = try ZipDirectory(file, path: path)
    var parts: [(String, FilePart)] = []
    for name in zip.names where name.hasSuffix(".npy") {
      parts.append((stem(name), try zip.part(name)))
    }
    return parts
  }

  private static func stem(_ name: String) -> String {
    name.hasSuffix(".npy") ? String(name.dropLast(4)) : name
  }

  public var tensorNames: [String] { table.names }

  public func info(_ name: String) -> TensorInfo? { table[name] }

  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    if let error = refused[name] { throw error }
    let info = try table.required(name)
    guard let array = arrays[name] else { return Tensor(shape: [0], elements: []) }
    return try array.tensor(info)
  }
}
