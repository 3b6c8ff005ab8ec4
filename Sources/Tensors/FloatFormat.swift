/// A way to store a float: in full, or in one of the two 16-bit halves of it.
public enum FloatFormat: String, Codable, Sendable, CaseIterable {
  /// IEEE 754 binary32.
  case float32

  /// IEEE 754 binary16: 11 bits of precision, up to 65,504.
  case float16

  /// The upper half of a float32: 8 bits of precision, float32's range.
  case bfloat16

  /// How many bytes a value takes.
  public var byteCount: Int { self == .float32 ? 4 : 2 }
}
