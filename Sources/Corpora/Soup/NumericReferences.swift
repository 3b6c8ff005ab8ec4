/// Numeric character references, decoded by the two rules that BeautifulSoup's pages meet.
enum NumericReferences {
  /// Reads digits as a number; a number beyond Unicode becomes `0x110000`.
  static func number(_ digits: ArraySlice<UInt8>, radix: UInt32) -> UInt32 {
    digits.reduce(0) { sum, digit in
      let value = digit.isDigit ? UInt32(digit) - 0x30 : UInt32(digit | 0x20) - 0x57
      return min(sum * radix + value, 0x110000)
    }
  }

  /// The character of a reference in text.
  ///
  /// Source: `UnicodeDammit.numeric_character_reference` of bs4 4.15.
  static func textCharacter(_ number: UInt32) -> Unicode.Scalar {
    if number == 0 { return "\u{FFFD}" }
    return windows1252(number) ?? Unicode.Scalar(number) ?? "\u{FFFD}"
  }

  /// The character of a reference in an attribute, or nil for one that is left out.
  ///
  /// Source: `html.unescape` of Python 3.11.
  static func attributeCharacter(_ number: UInt32) -> Unicode.Scalar? {
    if number == 0 { return "\u{FFFD}" }
    if let character = windows1252(number) { return character }
    if number >= 0x80 && number <= 0x9F || number == 0x0D { return Unicode.Scalar(number) }
    if isInvalid(number) { return nil }
    return Unicode.Scalar(number) ?? "\u{FFFD}"
  }

  private static func isInvalid(_ number: UInt32) -> Bool {
    (number >= 0x01 && number <= 0x08) || (number >= 0x0E && number <= 0x1F) || number == 0x0B
      || number == 0x7F || (number >= 0xFDD0 && number <= 0xFDEF)
      || (number <= 0x10FFFF && number & 0xFFFE == 0xFFFE)
  }

  /// What Windows-1252 has at a place where Unicode has a control character.
  private static func windows1252(_ number: UInt32) -> Unicode.Scalar? {
    guard number >= 0x80 && number <= 0x9F else { return nil }
    let character = table[Int(number - 0x80)]
    return character == 0 ? nil : Unicode.Scalar(character)
  }

  private static let table: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]
}
