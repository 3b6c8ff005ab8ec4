extension [UInt8] {
  /// Appends an attribute's value with its character references decoded.
  ///
  /// A name without semicolon counts when it is one of the old ones, or begins with one:
  /// `&copyright` is `©right`.
  ///
  /// Source: `html.unescape` of Python 3.11, which BeautifulSoup leaves attributes to.
  mutating func appendUnescaped(_ value: ArraySlice<UInt8>) {
    var rest = value
    while let ampersand = rest.firstIndex(of: ASCII.ampersand) {
      append(contentsOf: rest[rest.startIndex..<ampersand])
      rest = rest[(ampersand + 1)...]
      let length = rest.first == ASCII.hash ? appendNumeric(rest) : appendNamed(rest)
      rest = rest[(rest.startIndex + length)...]
    }
    append(contentsOf: rest)
  }

  /// Decodes `#…` after an ampersand, and returns how much of it was used.
  private mutating func appendNumeric(_ rest: ArraySlice<UInt8>) -> Int {
    let body = rest.dropFirst()
    let isHexadecimal = body.first.map { $0 | 0x20 == 0x78 } ?? false
    let digits =
      isHexadecimal
      ? body.dropFirst().prefix(while: \.isHexadecimal) : body.prefix(while: \.isDigit)
    guard !digits.isEmpty else {
      append(ASCII.ampersand)
      return 0
    }
    let number = NumericReferences.number(digits, radix: isHexadecimal ? 16 : 10)
    if let character = NumericReferences.attributeCharacter(number) {
      append(contentsOf: String(character).utf8)
    }
    let end = digits.endIndex
    let hasSemicolon = end < rest.endIndex && rest[end] == ASCII.semicolon
    return end - rest.startIndex + (hasSemicolon ? 1 : 0)
  }

  /// Decodes a name after an ampersand, and returns how much of it was used.
  private mutating func appendNamed(_ rest: ArraySlice<UInt8>) -> Int {
    let name = rest.referenceName
    let end = name.endIndex
    if end < rest.endIndex, rest[end] == ASCII.semicolon, let entry = NamedReferences[name] {
      append(contentsOf: entry.bytes)
      return name.count + 1
    }
    let longest = Swift.min(name.count, NamedReferences.longestAlone)
    for length in stride(from: longest, to: 1, by: -1) {
      if let entry = NamedReferences[name.prefix(length)], entry.standsAlone {
        append(contentsOf: entry.bytes)
        return length
      }
    }
    append(ASCII.ampersand)
    return 0
  }
}

extension ArraySlice<UInt8> {
  /// The longest beginning of at most 32 characters that may be the name of a reference.
  fileprivate var referenceName: ArraySlice<UInt8> {
    var characterCount = 0
    return prefix { byte in
      if byte & 0xC0 != 0x80 { characterCount += 1 }
      return characterCount <= 32 && !byte.endsReferenceName
    }
  }
}

extension UInt8 {
  fileprivate var endsReferenceName: Bool {
    switch self {
    case ASCII.tab, ASCII.newline, ASCII.formFeed, ASCII.space, ASCII.less, ASCII.ampersand,
      ASCII.hash, ASCII.semicolon:
      true
    default: false
    }
  }
}
