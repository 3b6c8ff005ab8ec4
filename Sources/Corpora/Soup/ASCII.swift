import Glibc

/// The bytes that markup is made of, by name.
enum ASCII {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let formFeed: UInt8 = 0x0C
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let exclamation = UInt8(ascii: "!")
  static let quote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let ampersand = UInt8(ascii: "&")
  static let apostrophe = UInt8(ascii: "'")
  static let dash = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let semicolon = UInt8(ascii: ";")
  static let less = UInt8(ascii: "<")
  static let equals = UInt8(ascii: "=")
  static let greater = UInt8(ascii: ">")
  static let question = UInt8(ascii: "?")
  static let backslash = UInt8(ascii: "\\")
  static let bracketOpen = UInt8(ascii: "[")
  static let bracketClose = UInt8(ascii: "]")
  static let underscore = UInt8(ascii: "_")
}

extension UInt8 {
  /// Whether this is one of `A`–`Z` and `a`–`z`.
  var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }

  /// Whether this is one of `0`–`9`.
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// Whether this is one of `0`–`9`, `A`–`F` and `a`–`f`.
  var isHexadecimal: Bool { isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }

  /// Whether HTML counts this as white space: tab, newline, form feed, carriage return, space.
  var isHTMLSpace: Bool {
    self == ASCII.space || self == ASCII.newline || self == ASCII.tab
      || self == ASCII.carriageReturn || self == ASCII.formFeed
  }

  /// This byte with `A`–`Z` made small.
  var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

extension [UInt8] {
  /// The length of the white space that begins at `index`, in bytes; 0 where there is none.
  ///
  /// White space is what Python's `\s` matches in a string, beyond ASCII too.
  func whitespaceLength(at index: Int) -> Int {
    let byte = self[index]
    if byte < 0x80 {
      return byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || (byte >= 0x1C && byte <= 0x1F)
        ? 1 : 0
    }
    return wideWhitespaceLength(at: index)
  }

  private func wideWhitespaceLength(at index: Int) -> Int {
    let lead = self[index]
    guard lead == 0xC2 || (lead >= 0xE1 && lead <= 0xE3), index + 1 < count else { return 0 }
    let second = self[index + 1]
    if lead == 0xC2 { return second == 0x85 || second == 0xA0 ? 2 : 0 }
    guard index + 2 < count else { return 0 }
    let third = self[index + 2]
    let isSpace =
      switch (lead, second) {
      case (0xE1, 0x9A): third == 0x80
      case (0xE2, 0x80):
        (third >= 0x80 && third <= 0x8A) || third == 0xA8 || third == 0xA9 || third == 0xAF
      case (0xE2, 0x81): third == 0x9F
      case (0xE3, 0x80): third == 0x80
      default: false
      }
    return isSpace ? 3 : 0
  }

  /// The first index at or after `index` where no white space begins.
  func skippingWhitespace(from index: Int) -> Int {
    var index = index
    while index < count {
      let length = whitespaceLength(at: index)
      if length == 0 { break }
      index += length
    }
    return index
  }

  /// The first index at or after `index` that holds `byte`.
  func firstIndex(of byte: UInt8, from index: Int) -> Int? {
    guard index < count else { return nil }
    return withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { start in
        memchr(start + index, Int32(byte), bytes.count - index).map { UnsafeRawPointer($0) - start }
      }
    }
  }

  /// Whether `text`, in small ASCII letters, stands at `index` in letters of any case.
  func hasPrefix(ignoringCase text: StaticString, at index: Int) -> Bool {
    guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
    return text.withUTF8Buffer { text in
      text.indices.allSatisfy { self[index + $0].lowercased == text[$0] }
    }
  }
}
