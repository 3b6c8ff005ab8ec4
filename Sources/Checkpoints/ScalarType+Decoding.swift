import Tensors

extension ScalarType {
  /// Reads values that are stored in this type, little-endian, as float32.
  ///
  /// Whole numbers and float64 are rounded to the nearest float32; true is 1.
  ///
  /// - Parameters:
  ///   - bytes: The whole blocks that hold them.
  ///   - values: Where they go.
  func decode(_ bytes: RawSpan, into values: inout MutableSpan<Float>) {
    switch self {
    case .float32: FloatFormat.float32.decode(bytes, into: &values)
    case .float16: FloatFormat.float16.decode(bytes, into: &values)
    case .bfloat16: FloatFormat.bfloat16.decode(bytes, into: &values)
    case .float64: convert(bytes, of: UInt64.self, into: &values) { Float(Double(bitPattern: $0)) }
    case .float8E4M3: convert(bytes, of: UInt8.self, into: &values, by: float(e4m3:))
    case .float8E5M2:
      convert(bytes, of: UInt8.self, into: &values) { float(half: UInt16($0) << 8) }
    case .float8E4M3FNUZ: convert(bytes, of: UInt8.self, into: &values, by: float(e4m3fnuz:))
    case .float8E5M2FNUZ: convert(bytes, of: UInt8.self, into: &values, by: float(e5m2fnuz:))
    case .float4: decodeHalves(bytes, into: &values)
    case .float8E8M0: convert(bytes, of: UInt8.self, into: &values, by: float(e8m0:))
    case .int64: convert(bytes, of: Int64.self, into: &values) { Float($0) }
    case .int32: convert(bytes, of: Int32.self, into: &values) { Float($0) }
    case .int16: convert(bytes, of: Int16.self, into: &values) { Float($0) }
    case .int8: convert(bytes, of: Int8.self, into: &values) { Float($0) }
    case .uint64: convert(bytes, of: UInt64.self, into: &values) { Float($0) }
    case .uint32: convert(bytes, of: UInt32.self, into: &values) { Float($0) }
    case .uint16: convert(bytes, of: UInt16.self, into: &values) { Float($0) }
    case .uint8: convert(bytes, of: UInt8.self, into: &values) { Float($0) }
    case .bool: convert(bytes, of: UInt8.self, into: &values) { $0 == 0 ? 0 : 1 }
    case .complex64, .complex128, .float6E2M3, .float6E3M2:
      preconditionFailure("\(self) is not read as it is")
    case .q40: Q40.decodeAll(bytes, into: &values)
    case .q41: Q41.decodeAll(bytes, into: &values)
    case .q50: Q50.decodeAll(bytes, into: &values)
    case .q51: Q51.decodeAll(bytes, into: &values)
    case .q80: Q80.decodeAll(bytes, into: &values)
    case .q2K: Q2K.decodeAll(bytes, into: &values)
    case .q3K: Q3K.decodeAll(bytes, into: &values)
    case .q4K: Q4K.decodeAll(bytes, into: &values)
    case .q5K: Q5K.decodeAll(bytes, into: &values)
    case .q6K: Q6K.decodeAll(bytes, into: &values)
    }
  }
}

/// Converts numbers one by one.
private func convert<Stored: BitwiseCopyable>(
  _ bytes: RawSpan, of _: Stored.Type, into values: inout MutableSpan<Float>,
  by value: (Stored) -> Float
) {
  let width = MemoryLayout<Stored>.size
  precondition(
    bytes.byteCount == values.count * width,
    "\(Stored.self): \(bytes.byteCount) bytes for \(values.count) values")
  for i in values.indices {
    values[i] = value(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: i * width, as: Stored.self))
  }
}

/// The value of an 8-bit float with 4 bits of exponent, whose only special value is NaN.
///
/// Its bits are those of a binary16 whose exponent counts from 15 instead of 7.
///
/// Source: Micikevicius et al. 2022, <https://arxiv.org/abs/2209.05433>, table 1.
func float(e4m3 bits: UInt8) -> Float {
  let value = float(half: UInt16(bits & 0x7F) << 7) * 256
  let magnitude = bits & 0x7F == 0x7F ? .nan : value
  return bits & 0x80 == 0 ? magnitude : -magnitude
}

/// The value of an 8-bit float with 4 bits of exponent from 8, whose negative zero is NaN.
///
/// Source: Noune et al. 2022, <https://arxiv.org/abs/2206.02915>.
func float(e4m3fnuz bits: UInt8) -> Float {
  let magnitude = bits == 0x80 ? .nan : float(half: UInt16(bits & 0x7F) << 7) * 128
  return bits & 0x80 == 0 ? magnitude : -magnitude
}

/// The value of an 8-bit float with 5 bits of exponent from 16, whose negative zero is NaN.
func float(e5m2fnuz bits: UInt8) -> Float {
  let (exponent, mantissa) = (UInt32(bits >> 2 & 0x1F), UInt32(bits & 3))
  let normal = Float(bitPattern: (exponent + 111) << 23 | mantissa << 21)
  let magnitude = exponent == 0 ? Float(mantissa) / 131_072 : normal
  return bits == 0x80 ? .nan : bits & 0x80 == 0 ? magnitude : -magnitude
}

/// Reads 4-bit floats, two to a byte.
///
/// Source: OCP Microscaling Formats 1.0, section 5.3.3.
private func decodeHalves(_ bytes: RawSpan, into values: inout MutableSpan<Float>) {
  precondition(bytes.byteCount * 2 == values.count, "F4: \(values.count) values")
  let magnitudes: [Float] = [0, 0.5, 1, 1.5, 2, 3, 4, 6]
  for i in values.indices {
    let half = bytes[i / 2] >> UInt8(i % 2 * 4)
    let magnitude = magnitudes[Int(half & 7)]
    values[i] = half & 8 == 0 ? magnitude : -magnitude
  }
}

/// The power of two that an 8-bit exponent stands for; NaN for 255.
///
/// Source: OCP Microscaling Formats 1.0, section 5.4.1.
func float(e8m0 bits: UInt8) -> Float {
  switch bits {
  case 0: Float(bitPattern: 0x0040_0000)
  case 255: .nan
  default: Float(bitPattern: UInt32(bits) << 23)
  }
}
