public import Tensors

/// How the rows of a site are stored.
public enum RowFormat: String, Codable, Sendable, CaseIterable {
  /// IEEE 754 binary32: as computed.
  case float32

  /// IEEE 754 binary16: within 2⁻¹¹ of each value's magnitude, or 2⁻²⁵; none beyond 65,504.
  case float16

  /// The upper half of a float32: within 2⁻⁸ of each value's magnitude.
  case bfloat16

  /// 8 bits and a scale for each row: within 1/254 of the row's largest magnitude.
  case int8

  /// How many bytes a value takes; a row of `int8` has four more for its scale.
  public var byteCount: Int { floats?.byteCount ?? 1 }

  /// The format of each value by itself; nil for `int8`.
  public var floats: FloatFormat? { FloatFormat(rawValue: rawValue) }

  /// The largest magnitude that can be stored.
  var largestMagnitude: Float { self == .float16 ? 65_504 : .greatestFiniteMagnitude }

  /// The largest difference between a value and what is stored of it.
  ///
  /// - Parameters:
  ///   - magnitude: The value's magnitude.
  ///   - rowMaximum: The largest magnitude of its row.
  /// - Returns: A bound that holds for every value that is within range.
  public func errorBound(of magnitude: Float, rowMaximum: Float) -> Float {
    switch self {
    case .float32: 0
    case .float16: max(0x1p-11 * magnitude, 0x1p-25)
    case .bfloat16: max(0x1p-8 * magnitude, 0x1p-133)
    case .int8: rowMaximum / 254 * (1 + 0x1p-15)
    }
  }
}
