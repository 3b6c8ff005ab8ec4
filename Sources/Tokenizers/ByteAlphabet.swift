/// GPT-2's printable names for the 256 bytes.
///
/// A byte-level vocabulary is written with one character a byte: the printable characters of
/// Latin-1 stand for themselves, and the other 68 bytes, in order, for U+0100 to U+0143; so a
/// space is `Ġ` and a line feed `Ċ`.
///
/// Source: `bytes_to_unicode` in OpenAI's `gpt-2/src/encoder.py`.
enum ByteAlphabet {
  /// The code point that stands for each byte.
  static let codePoints: [UInt32] = {
    var unprintable: UInt32 = 0x100
    return (0..<256).map { (byte: UInt32) in
      if isPrintable(byte) { return byte }
      defer { unprintable += 1 }
      return unprintable
    }
  }()

  /// The byte for each code point below U+0144; -1 where there is none.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, codePoint) in codePoints.enumerated() { bytes[Int(codePoint)] = Int16(byte) }
    return bytes
  }()

  /// Appends to `output` the bytes that a token's printable form stands for.
  ///
  /// - Parameters:
  ///   - string: The printable form, valid UTF-8.
  ///   - output: Takes the bytes; unchanged where the answer is false.
  /// - Returns: False where a character is none of the alphabet.
  static func decode(_ string: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    let start = output.count
    let bytes = bytes
    var index = 0
    while index < string.count {
      let (codePoint, length) = scalar(of: string, at: index)
      let byte = codePoint < 0x144 ? bytes[Int(codePoint)] : -1
      guard byte >= 0 else {
        output.removeSubrange(start...)
        return false
      }
      output.append(UInt8(truncatingIfNeeded: byte))
      index += length
    }
    return true
  }

  private static func isPrintable(_ codePoint: UInt32) -> Bool {
    switch codePoint {
    case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: true
    default: false
    }
  }
}
