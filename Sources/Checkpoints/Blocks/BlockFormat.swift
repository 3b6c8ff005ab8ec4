import Tensors

/// A way of ggml to store values: in blocks, each with scales of its own.
///
/// The arithmetic and its order are those of the `gguf` package, so that values agree to the bit.
///
/// Source: `ggml-quants.c` and `ggml-common.h`, <https://github.com/ggml-org/ggml>.
protocol BlockFormat {
  /// The type that this format is.
  static var type: ScalarType { get }

  /// Writes the values of one block, whose sizes have been checked.
  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>)
}

extension BlockFormat {
  /// Writes the values of all blocks, one after another.
  static func decodeAll(_ bytes: RawSpan, into values: inout MutableSpan<Float>) {
    let (width, length) = (type.blockByteCount, type.blockValueCount)
    let count = values.count / length
    precondition(
      values.count == count * length && bytes.byteCount == count * width,
      "\(type): \(bytes.byteCount) bytes for \(values.count) values")
    for index in 0..<count {
      let block = bytes.extracting(index * width..<(index + 1) * width)
      var part = values._mutatingExtracting(index * length..<(index + 1) * length)
      decode(block, into: &part)
    }
  }
}

extension RawSpan {
  /// The byte at a place.
  subscript(place: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: place, as: UInt8.self) }

  /// The binary16 at a place.
  func half(at place: Int) -> Float {
    float(half: unsafe unsafeLoadUnaligned(fromByteOffset: place, as: UInt16.self))
  }
}
