import Tensors

/// What stands at the head of a NumPy array's file.
///
///     "\x93NUMPY"  version: u8, 0  length: u16, or u32 from version 2 on
///     {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
///
/// The header is a literal of Python, of which only what NumPy writes is read. The numbers follow it.
///
/// Source: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
struct NumpyHeader {
  let type: ScalarType

  /// Whether the numbers' highest bytes stand first.
  let isBigEndian: Bool

  /// Whether the first axis runs fastest.
  let isColumnMajor: Bool

  let shape: [Int]

  /// How long the header is, and so where the numbers begin.
  let byteCount: Int

  /// The longest header that is read; NumPy's own limit is 10,000.
  static let byteLimit = 1 << 16

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - head: The first `byteLimit` bytes of the array's file, or all if there are fewer.
  ///   - path: The file, for messages.
  ///   - start: Where it begins in the file.
  /// - Throws: `CheckpointError` when the header breaks the format, or the elements are no numbers.
  init(_ head: RawSpan, path: String, at start: Int) throws(CheckpointError) {
    do throws(CheckpointError) {
      var cursor = ByteCursor(head, path: path)
      let range = try Self.readRange(&cursor)
      var literal = PythonLiteral(
        ByteCursor(head.extracting(0..<range.upperBound), path: path, offset: range.lowerBound))
      let fields = try literal.fields()
      guard let description = fields.description, let isColumnMajor = fields.isColumnMajor,
        let shape = fields.shape
      else {
        throw cursor.error(.malformed, "expected descr, fortran_order and shape", at: 0)
      }
      (type, isBigEndian) = try Self.type(description, cursor)
      guard type.byteCount(shape: shape) != nil else {
        throw cursor.error(.malformed, "an array of shape \(shape) fits no file", at: 0)
      }
      self.isColumnMajor = isColumnMajor
      self.shape = shape
      byteCount = range.upperBound
    } catch {
      throw CheckpointError(
        code: error.code, message: error.message, path: path,
        byteOffset: start + (error.byteOffset ?? 0))
    }
  }

  private static func readRange(_ cursor: inout ByteCursor) throws(CheckpointError) -> Range<Int> {
    guard cursor.bytes.isNumpyArray else {
      throw cursor.error(.malformed, "expected an array's mark, found none")
    }
    _ = try cursor.take(6, for: "an array's mark")
    let version = try cursor.take(UInt8.self, for: "a version")
    guard (1...3).contains(version) else {
      throw cursor.error(.unsupported, "expected version 1 to 3, found \(version)", at: 6)
    }
    _ = try cursor.take(1, for: "a version")
    let length =
      version == 1
      ? UInt64(try cursor.take(UInt16.self, for: "a header's length"))
      : UInt64(try cursor.take(UInt32.self, for: "a header's length"))
    return try cursor.take(length, for: "an array's header")
  }

  /// The type that NumPy writes as `<f4`, `|b1`, `>i8` and so on.
  private static func type(
    _ text: String, _ cursor: borrowing ByteCursor
  ) throws(CheckpointError) -> (ScalarType, isBigEndian: Bool) {
    let isBigEndian = text.first == ">"
    let name = text.drop { "<>|=".contains($0) }
    if let type = types[String(name)] { return (type, isBigEndian && type.blockByteCount > 1) }
    let found =
      name.hasPrefix("O") ? "pickled objects, which Thresher never reads" : "elements of '\(text)'"
    throw cursor.error(.unsupported, "expected an array of numbers, found \(found)", at: 0)
  }

  private static let types: [String: ScalarType] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "c8": .complex64, "c16": .complex128,
    "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64, "b1": .bool,
    "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
  ]
}

extension RawSpan {
  /// Whether a file begins as NumPy's arrays do.
  var isNumpyArray: Bool {
    byteCount >= 6 && self[0] == 0x93
      && zip(1..<6, "NUMPY".utf8).allSatisfy { place, byte in self[place] == byte }
  }
}
