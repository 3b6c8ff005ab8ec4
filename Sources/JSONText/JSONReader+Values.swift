/// Numbers, words, and values of any kind.
extension JSONReader {
  /// Reads `true` or `false`.
  public mutating func readBool() throws(JSONError) -> Bool {
    try demand(.boolean)
    let value = bytes[offset] == UInt8(ascii: "t")
    try readWord(value ? "true" : "false")
    return value
  }

  /// Reads a number that is whole and not negative, such as an id.
  ///
  /// - Returns: The number, below 2^63.
  /// - Throws: `JSONError` for any other number or value.
  public mutating func readCount() throws(JSONError) -> Int {
    try demand(.number)
    let start = offset
    var value = 0
    for place in try readNumber() {
      let digit = bytes[place]
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = scaled.addingReportingOverflow(Int(digit &- UInt8(ascii: "0")))
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit), !overflow && !carry else {
        throw error("expected a whole number from 0 to 2^63 - 1, found another", at: start)
      }
      value = sum
    }
    return value
  }

  /// Reads a number; one that no double is near enough to becomes an infinity.
  public mutating func readReal() throws(JSONError) -> Double {
    try demand(.number)
    let range = try readNumber()
    return Double(String(decoding: range.map { bytes[$0] }, as: UTF8.self)) ?? .nan
  }

  /// Skips a value of any kind.
  public mutating func skip() throws(JSONError) {
    switch try kind() {
    case .string: try readString()
    case .number: _ = try readNumber()
    case .boolean: _ = try readBool()
    case .null: try readWord("null")
    case .object:
      try beginObject()
      while try nextKey() { try skip() }
    case .array:
      try beginArray()
      while try nextElement() { try skip() }
    }
  }

  private mutating func readWord(_ word: StaticString) throws(JSONError) {
    let start = offset
    while offset < bytes.count && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[offset]) {
      offset += 1
    }
    guard word.description.utf8.elementsEqual((start..<offset).map { bytes[$0] }) else {
      throw error("expected \(word)", at: start)
    }
  }

  /// Reads a number, and gives the places of its characters.
  private mutating func readNumber() throws(JSONError) -> Range<Int> {
    let start = offset
    skip(UInt8(ascii: "-"))
    let whole = offset
    let digits = skipDigits()
    guard digits > 0 && (digits == 1 || bytes[whole] != UInt8(ascii: "0")) else {
      throw error("expected a number, found something like it", at: start)
    }
    if skip(UInt8(ascii: ".")) && skipDigits() == 0 { throw error("expected a digit") }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { skip(UInt8(ascii: "-")) }
      if skipDigits() == 0 { throw error("expected a digit") }
    }
    return start..<offset
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while offset < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) {
      offset += 1
    }
    return offset - start
  }
}
