import Tensors

/// An array as a file of NumPy will store it.
struct NumpyItem {
  let name: String
  private let header: [UInt8]
  private let values: SafetensorsItem

  init(
    _ name: String, _ tensor: Tensor, storedAs format: FloatFormat, path: String
  ) throws(CheckpointError) {
    guard format != .bfloat16 else {
      throw CheckpointError(
        code: .unsupported, message: "NumPy has no bfloat16; store float32 or float16", path: path)
    }
    self.name = name
    values = SafetensorsItem(name, tensor, storedAs: format)
    header = Self.header(tensor.shape, format)
  }

  /// Version 1 of the format: the whole header is a multiple of 64 bytes long.
  private static func header(_ shape: [Int], _ format: FloatFormat) -> [UInt8] {
    let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '<f\(format.byteCount)', 'fortran_order': False, 'shape': (\(lengths)), }"
    text += String(repeating: " ", count: 63 - (10 + text.utf8.count) % 64) + "\n"
    let length = text.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
      + Array(text.utf8)
  }

  var byteCount: Int { header.count + values.byteCount }

  /// Hands the file's bytes to `body`, piece by piece.
  func forEachPiece(_ body: (RawSpan) throws(FileError) -> Void) throws(FileError) {
    try unsafe body(header.span.bytes)
    try values.forEachPiece(body)
  }
}
