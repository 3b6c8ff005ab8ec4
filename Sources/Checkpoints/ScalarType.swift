/// How the numbers of a tensor are stored: each by itself, or in blocks that share a scale.
///
/// The raw values are the names that safetensors and GGUF give them.
public enum ScalarType: String, Sendable, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"

  /// One sign, 4 exponent and 3 mantissa bits, without infinities; up to 448.
  case float8E4M3 = "F8_E4M3"

  /// One sign, 5 exponent and 2 mantissa bits: the upper byte of a binary16.
  case float8E5M2 = "F8_E5M2"

  /// As E4M3, but its exponent counts from 8, and the negative zero is the only NaN; up to 240.
  case float8E4M3FNUZ = "F8_E4M3FNUZ"

  /// As E5M2, but its exponent counts from 16, and the negative zero is the only NaN; up to 57,344.
  case float8E5M2FNUZ = "F8_E5M2FNUZ"

  /// One sign, 2 exponent and 3 mantissa bits.
  case float6E2M3 = "F6_E2M3"

  /// One sign, 3 exponent and 2 mantissa bits.
  case float6E3M2 = "F6_E3M2"

  /// One sign, 2 exponent bits and 1 mantissa bit, two to a byte, the lower half first; up to 6.
  case float4 = "F4"

  /// A power of two, 2^-127 to 2^127.
  case float8E8M0 = "F8_E8M0"

  /// Two float32: the real part and the imaginary one.
  case complex64 = "C64"

  /// Two float64.
  case complex128 = "C128"

  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint64 = "U64"
  case uint32 = "U32"
  case uint16 = "U16"
  case uint8 = "U8"
  case bool = "BOOL"

  case q40 = "Q4_0"
  case q41 = "Q4_1"
  case q50 = "Q5_0"
  case q51 = "Q5_1"
  case q80 = "Q8_0"
  case q2K = "Q2_K"
  case q3K = "Q3_K"
  case q4K = "Q4_K"
  case q5K = "Q5_K"
  case q6K = "Q6_K"

  /// How many values make a block; 1 where each stands by itself.
  public var blockValueCount: Int {
    switch self {
    case .float4: 2
    case .float6E2M3, .float6E3M2: 4
    case .q40, .q41, .q50, .q51, .q80: 32
    case .q2K, .q3K, .q4K, .q5K, .q6K: 256
    default: 1
    }
  }

  /// How many bytes a block takes.
  public var blockByteCount: Int {
    switch self {
    case .complex128: 16
    case .float64, .int64, .uint64, .complex64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float8E4M3, .float8E5M2, .float8E4M3FNUZ, .float8E5M2FNUZ, .float8E8M0, .float4, .int8,
      .uint8, .bool:
      1
    case .float6E2M3, .float6E3M2: 3
    case .q40: 18
    case .q41: 20
    case .q50: 22
    case .q51: 24
    case .q80: 34
    case .q2K: 84
    case .q3K: 110
    case .q4K: 144
    case .q5K: 176
    case .q6K: 210
    }
  }

  /// Whether the values are whole numbers, true and false among them.
  public var isInteger: Bool {
    switch self {
    case .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8, .bool: true
    default: false
    }
  }

  /// The type of the two parts of a complex number; nil of any other.
  var part: ScalarType? {
    switch self {
    case .complex64: .float32
    case .complex128: .float64
    default: nil
    }
  }

  /// Whether values of it become float32.
  ///
  /// No library says in which order the bits of 6-bit floats lie.
  var isReadable: Bool { self != .float6E2M3 && self != .float6E3M2 }

  /// Whether blocks share a scale, as GGUF's do, and so do not reach from one row into the next.
  var hasScales: Bool { blockValueCount > 4 }

  /// How many bytes a tensor takes; nil when it is not made of whole blocks or the count overflows.
  func byteCount(shape: [Int]) -> Int? {
    guard let count = elementCount(shape), count % blockValueCount == 0,
      !hasScales || (shape.last ?? 1) % blockValueCount == 0
    else { return nil }
    let (bytes, overflow) = (count / blockValueCount).multipliedReportingOverflow(
      by: blockByteCount)
    return overflow ? nil : bytes
  }
}

/// How many elements a tensor has; nil when its lengths are negative or their product overflows.
///
/// A length of zero is no excuse for the others: `[2^40, 2^40, 0]` is refused too.
func elementCount(_ shape: [Int]) -> Int? {
  var product = 1
  for length in shape {
    let (next, overflow) = product.multipliedReportingOverflow(by: max(length, 1))
    guard length >= 0 && !overflow else { return nil }
    product = next
  }
  return shape.contains(0) ? 0 : product
}
