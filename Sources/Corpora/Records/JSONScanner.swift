/// A reading of one JSON text, in which what nobody asks for is passed over.
struct JSONScanner {
  /// What is wrong with a text, and where.
  struct Fault: Error {
    let message: String
    let offset: Int
  }

  private let bytes: [UInt8]
  private(set) var position = 0

  /// Makes a scanner at the start of a text.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The byte that comes next, behind white space.
  mutating func peek() throws(Fault) -> UInt8 {
    while position < bytes.count && bytes[position].isHTMLSpace { position += 1 }
    guard position < bytes.count else { throw fault("expected more, found the end of the line") }
    return bytes[position]
  }

  /// Reads an object, handing each member's name to `body`, which must read or skip its value.
  mutating func readObject(
    _ body: (inout Self, [UInt8]) throws(Fault) -> Void
  ) throws(Fault) {
    try expect("{")
    if try peek() == UInt8(ascii: "}") { return position += 1 }
    while true {
      let name = try readString()
      try expect(":")
      try body(&self, name)
      guard try peek() == UInt8(ascii: ",") else { return try expect("}") }
      position += 1
    }
  }

  /// Reads a string, and decodes it to UTF-8.
  mutating func readString() throws(Fault) -> [UInt8] {
    try expect("\"")
    var text: [UInt8] = []
    while true {
      let run = position
      passPlain()
      text.append(contentsOf: bytes[run..<position])
      guard position < bytes.count else { throw fault("expected '\"', found the end of the line") }
      switch bytes[position] {
      case ASCII.quote:
        position += 1
        return text
      case ASCII.backslash: try readEscape(into: &text)
      default: throw fault("expected an escape, found a control character in a string")
      }
    }
  }

  /// Reads a number, as it is written.
  mutating func readNumber() throws(Fault) -> [UInt8] {
    _ = try peek()
    let start = position
    while position < bytes.count && bytes[position].isOfNumber { position += 1 }
    guard position > start else { throw fault("expected a value, found something else") }
    return Array(bytes[start..<position])
  }

  /// Passes over a value of any kind.
  mutating func skipValue() throws(Fault) {
    var closers: [UInt8] = []
    repeat {
      switch try peek() {
      case UInt8(ascii: "{"):
        position += 1
        if try takesEmpty("}") { break }
        try skipString()
        try expect(":")
        closers.append(UInt8(ascii: "}"))
        continue
      case UInt8(ascii: "["):
        position += 1
        if try takesEmpty("]") { break }
        closers.append(UInt8(ascii: "]"))
        continue
      case ASCII.quote: try skipString()
      case UInt8(ascii: "t"): try expectWord("true")
      case UInt8(ascii: "f"): try expectWord("false")
      case UInt8(ascii: "n"): try expectWord("null")
      default: _ = try readNumber()
      }
      try endValue(&closers)
    } while !closers.isEmpty
  }

  /// Makes sure that nothing follows.
  mutating func finish() throws(Fault) {
    while position < bytes.count && bytes[position].isHTMLSpace { position += 1 }
    guard position == bytes.count else {
      throw fault("expected the end of the line, found more behind the object")
    }
  }

  /// Closes what a value was the last of, up to the next value of what is open.
  private mutating func endValue(_ closers: inout [UInt8]) throws(Fault) {
    while let closer = closers.last {
      let byte = try peek()
      guard byte == closer || byte == UInt8(ascii: ",") else {
        throw fault("expected ',' or a closing bracket, found something else")
      }
      position += 1
      if byte == closer {
        closers.removeLast()
        continue
      }
      if closer == UInt8(ascii: "}") {
        try skipString()
        try expect(":")
      }
      return
    }
  }

  private mutating func takesEmpty(_ closer: Unicode.Scalar) throws(Fault) -> Bool {
    guard try peek() == UInt8(ascii: closer) else { return false }
    position += 1
    return true
  }

  private mutating func skipString() throws(Fault) {
    try expect("\"")
    while true {
      passPlain()
      guard position < bytes.count else { throw fault("expected '\"', found the end of the line") }
      switch bytes[position] {
      case ASCII.quote: return position += 1
      case ASCII.backslash: try skipEscape()
      default: throw fault("expected an escape, found a control character in a string")
      }
    }
  }

  /// Passes over what stands for itself in a string.
  private mutating func passPlain() {
    bytes.withUnsafeBufferPointer { bytes in
      var index = position
      while index < bytes.count {
        let byte = bytes[index]
        if byte == ASCII.quote || byte == ASCII.backslash || byte < 0x20 { break }
        index += 1
      }
      position = index
    }
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(Fault) {
    guard try peek() == UInt8(ascii: scalar) else {
      throw fault("expected '\(scalar)', found '\(Unicode.Scalar(bytes[position]))'")
    }
    position += 1
  }

  private mutating func expectWord(_ word: StaticString) throws(Fault) {
    let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard isThere else {
      throw fault("expected '\(word)', found something else")
    }
    position += word.utf8CodeUnitCount
  }

  private func fault(_ message: String) -> Fault { Fault(message: message, offset: position) }
}

extension JSONScanner {
  /// Decodes the escape that begins at the backslash.
  private mutating func readEscape(into text: inout [UInt8]) throws(Fault) {
    guard position + 1 < bytes.count else {
      throw fault("expected an escape, found the end of the line")
    }
    position += 2
    switch bytes[position - 1] {
    case UInt8(ascii: "n"): text.append(ASCII.newline)
    case UInt8(ascii: "t"): text.append(ASCII.tab)
    case UInt8(ascii: "r"): text.append(ASCII.carriageReturn)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(ASCII.formFeed)
    case ASCII.quote, ASCII.backslash, ASCII.slash: text.append(bytes[position - 1])
    case UInt8(ascii: "u"): text.append(contentsOf: String(try readScalar()).utf8)
    default: throw fault("expected an escape such as \\n, found another")
    }
  }

  /// Passes over the escape that begins at the backslash.
  private mutating func skipEscape() throws(Fault) {
    var ignored: [UInt8] = []
    try readEscape(into: &ignored)
  }

  /// Reads the digits of `\u`, and those of a low surrogate's escape; a lone one is U+FFFD.
  private mutating func readScalar() throws(Fault) -> Unicode.Scalar {
    let unit = try readDigits()
    guard unit & 0xFC00 == 0xD800, position + 6 <= bytes.count,
      bytes[position] == ASCII.backslash, bytes[position + 1] == UInt8(ascii: "u")
    else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    let afterHigh = position
    position += 2
    let low = try readDigits()
    guard low & 0xFC00 == 0xDC00 else {
      position = afterHigh
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF) ?? "\u{FFFD}"
  }

  private mutating func readDigits() throws(Fault) -> UInt32 {
    let end = min(position + 4, bytes.count)
    let digits = bytes[position..<end]
    guard digits.count == 4, digits.allSatisfy(\.isHexadecimal) else {
      throw fault("expected four hexadecimal digits behind \\u")
    }
    position = end
    return NumericReferences.number(digits, radix: 16)
  }
}

extension UInt8 {
  /// Whether this may stand in a number.
  fileprivate var isOfNumber: Bool {
    isDigit || self == ASCII.dash || self == UInt8(ascii: "+") || self == ASCII.dot
      || self | 0x20 == UInt8(ascii: "e")
  }
}
