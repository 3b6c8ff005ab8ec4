import CNumerics

extension FloatFormat {
  /// Reads floats that are stored in this format, little-endian.
  ///
  /// - Parameters:
  ///   - bytes: Where they are stored; `byteCount` bytes for each.
  ///   - values: Where they go.
  public func decode(_ bytes: RawSpan, into values: inout MutableSpan<Float>) {
    let count = values.count
    precondition(
      bytes.byteCount == count * byteCount,
      "\(self): \(bytes.byteCount) bytes for \(count) values")
    bytes.withUnsafeBytes { source in
      values.withUnsafeMutableBufferPointer { target in
        let start = source.assumingMemoryBound(to: UInt8.self).baseAddress
        switch self {
        case .float32: UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
        case .float16: thresher_decode_half(target.baseAddress, start, count)
        case .bfloat16: thresher_decode_brain_half(target.baseAddress, start, count)
        }
      }
    }
  }

  /// Stores floats in this format, little-endian, rounding to the nearest, ties to even.
  ///
  /// - Parameters:
  ///   - values: The floats.
  ///   - bytes: Where they go; `byteCount` bytes for each.
  public func encode(_ values: Span<Float>, into bytes: inout MutableRawSpan) {
    let count = values.count
    precondition(
      bytes.byteCount == count * byteCount,
      "\(self): \(bytes.byteCount) bytes for \(count) values")
    values.withUnsafeBufferPointer { source in
      bytes.withUnsafeMutableBytes { target in
        let start = target.assumingMemoryBound(to: UInt8.self).baseAddress
        switch self {
        case .float32: target.copyMemory(from: UnsafeRawBufferPointer(source))
        case .float16: thresher_encode_half(start, source.baseAddress, count)
        case .bfloat16: thresher_encode_brain_half(start, source.baseAddress, count)
        }
      }
    }
  }
}

/// The float that a binary16 pattern stands for; exact.
///
/// Shifts the exponent and mantissa into place and multiplies by 2^112, which also normalizes
/// what is subnormal in binary16. (F. Giesen, 2012.)
public func float(half bits: UInt16) -> Float {
  let magnitude = UInt32(bits & 0x7FFF) << 13
  let scaled = Float(bitPattern: magnitude) * Float(bitPattern: 0x7780_0000)
  let isSpecial = magnitude >= 0x0F80_0000
  let value = isSpecial ? magnitude | 0x7F80_0000 : scaled.bitPattern
  return Float(bitPattern: value | UInt32(bits & 0x8000) << 16)
}

/// The binary16 pattern nearest to `value`; what is too large becomes infinity, NaN stays NaN.
public func half(_ value: Float) -> UInt16 {
  let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
  let magnitude = value.bitPattern & 0x7FFF_FFFF
  // Rebiases the exponent, and rounds by the parity of the last bit that stays.
  let rounded = magnitude &- 0x3800_0000 &+ 0xFFF &+ ((magnitude >> 13) & 1)
  let normal = UInt16(truncatingIfNeeded: rounded >> 13)
  // Adding 0.5 leaves the subnormal's bits at the end of the sum's mantissa, rounded.
  let sum = Float(bitPattern: magnitude < 0x3880_0000 ? magnitude : 0) + 0.5
  let subnormal = UInt16(truncatingIfNeeded: sum.bitPattern &- 0x3F00_0000)
  let special: UInt16 = magnitude > 0x7F80_0000 ? 0x7E00 : 0x7C00
  let finite = magnitude < 0x3880_0000 ? subnormal : normal
  return sign | (magnitude >= 0x477F_F000 ? special : finite)
}

/// The bfloat16 pattern nearest to `value`; NaN stays NaN.
public func brainHalf(_ value: Float) -> UInt16 {
  let bits = value.bitPattern
  let rounded = (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16
  let isNaN = bits & 0x7FFF_FFFF > 0x7F80_0000
  return UInt16(truncatingIfNeeded: isNaN ? (bits >> 16) | 0x40 : rounded)
}
