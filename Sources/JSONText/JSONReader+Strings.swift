extension JSONReader {
  /// Reads a string into `string`.
  public mutating func readString() throws(JSONError) { try readString(as: "a string") }

  /// Reads a string.
  public mutating func readText() throws(JSONError) -> String {
    try readString()
    return text
  }

  mutating func readString(as what: StaticString) throws(JSONError) {
    guard try nextByte() == UInt8(ascii: "\"") else {
      throw error("expected \(what), found \(quoted(bytes[offset]))")
    }
    let start = offset
    offset += 1
    string.removeAll(keepingCapacity: true)
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return
      case UInt8(ascii: "\\"): try readEscape()
      case 0..<0x20:
        throw error("expected a control character to be escaped", at: offset - 1)
      default: string.append(byte)
      }
    }
    throw error(
      "expected the string to end, found the end of the text", code: .truncated, at: start)
  }

  private mutating func readEscape() throws(JSONError) {
    guard offset < bytes.count else {
      throw error("expected an escape, found the end of the text", code: .truncated)
    }
    let byte = bytes[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): string.append(byte)
    case UInt8(ascii: "b"): string.append(0x08)
    case UInt8(ascii: "f"): string.append(0x0C)
    case UInt8(ascii: "n"): string.append(0x0A)
    case UInt8(ascii: "r"): string.append(0x0D)
    case UInt8(ascii: "t"): string.append(0x09)
    case UInt8(ascii: "u"): try readEscapedScalar()
    default: throw error("expected an escape, found \\\(quoted(byte))", at: offset - 1)
    }
  }

  private mutating func readEscapedScalar() throws(JSONError) {
    let start = offset - 2
    var value = try readHexadecimal()
    if value & 0xFC00 == 0xD800, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) {
      let low = try readHexadecimal()
      guard low & 0xFC00 == 0xDC00 else {
        throw error("expected the second of two surrogates", at: start)
      }
      value = 0x1_0000 + (value & 0x3FF) << 10 + (low & 0x3FF)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw error("expected a character, found half of one", at: start)
    }
    string.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func readHexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard offset < bytes.count, let digit = hexadecimalDigit(bytes[offset]) else {
        throw error("expected four hexadecimal digits")
      }
      value = value << 4 | digit
      offset += 1
    }
    return value
  }
}

/// What a hexadecimal digit counts.
private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  default: nil
  }
}
