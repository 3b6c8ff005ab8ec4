extension ByteCursor {
  /// Reads a JSON string.
  mutating func string() throws(CheckpointError) -> String {
    skipWhitespace()
    guard next == UInt8(ascii: "\"") else { throw unexpected("a string") }
    advance()
    var result = ""
    var start = offset
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        result += text(start..<offset)
        advance()
        return result
      case UInt8(ascii: "\\"):
        result += text(start..<offset)
        advance()
        result.unicodeScalars.append(try escaped())
        start = offset
      case 0..<0x20:
        throw error(.malformed, "a control character stands unescaped in a string")
      default: advance()
      }
    }
    throw error(.truncated, "the JSON text ends inside a string")
  }

  /// Reads what follows a backslash.
  private mutating func escaped() throws(CheckpointError) -> Unicode.Scalar {
    guard let byte = next else { throw error(.truncated, "the JSON text ends inside a string") }
    advance()
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    default: throw error(.malformed, "a string has an unknown escape", at: offset - 1)
    }
  }

  /// Reads the digits of `\u`, and of the second half of a surrogate pair; U+FFFD for half a pair.
  private mutating func escapedScalar() throws(CheckpointError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, remaining >= 6, self[offset] == UInt8(ascii: "\\"),
      self[offset + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    let mark = self
    advance(by: 2)
    let second = try hexadecimal()
    guard second >= 0xDC00 && second < 0xE000 else {
      self = mark
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func hexadecimal() throws(CheckpointError) -> UInt32 {
    let digits = text(try take(4, for: "an escape"))
    guard digits.utf8.allSatisfy({ isHexadecimal($0) }), let value = UInt32(digits, radix: 16)
    else { throw error(.malformed, "expected four hexadecimal digits", at: offset - 4) }
    return value
  }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
    UInt8(ascii: "A")...UInt8(ascii: "F"):
    true
  default: false
  }
}
