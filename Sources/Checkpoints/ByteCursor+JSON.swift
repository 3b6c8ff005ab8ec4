/// The JSON that the headers of weight files are written in.
///
/// A value is read where its place is known to hold one of its kind, so nothing here recurses; what
/// nobody asked for is skipped by counting brackets. Errors name the byte.
extension ByteCursor {
  mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      advance()
    }
  }

  /// Reads one punctuation mark, with the white space before it.
  mutating func expect(_ mark: Unicode.Scalar) throws(CheckpointError) {
    guard try take(mark) else { throw unexpected("'\(mark)'") }
  }

  /// Reads a punctuation mark if it comes next; white space before it is skipped anyway.
  mutating func take(_ mark: Unicode.Scalar) throws(CheckpointError) -> Bool {
    skipWhitespace()
    guard let byte = next else {
      throw error(.truncated, "expected '\(mark)', but the JSON text ends")
    }
    guard UInt32(byte) == mark.value else { return false }
    advance()
    return true
  }

  /// Reads the next key of an object whose `{` was read, or its `}`.
  ///
  /// - Parameter isFirst: Whether no key has been read; false from then on.
  /// - Returns: The key, its colon read too; nil at the object's end.
  /// - Throws: `CheckpointError` when there is neither.
  mutating func nextKey(_ isFirst: inout Bool) throws(CheckpointError) -> String? {
    guard try nextElement(&isFirst, closing: "}") else { return nil }
    let key = try string()
    try expect(":")
    return key
  }

  /// Moves to the next element of an array or object whose opening bracket was read.
  ///
  /// - Parameters:
  ///   - isFirst: Whether none has been read; false from then on.
  ///   - bracket: What closes the array or object.
  /// - Returns: Whether there is one; else the closing bracket has been read.
  /// - Throws: `CheckpointError` when neither a comma nor the bracket comes next.
  mutating func nextElement(
    _ isFirst: inout Bool, closing bracket: Unicode.Scalar
  ) throws(CheckpointError) -> Bool {
    defer { isFirst = false }
    if try take(bracket) { return false }
    if !isFirst { try expect(",") }
    return true
  }

  /// Reads a number that counts something: digits only, below 2^63.
  mutating func count() throws(CheckpointError) -> Int {
    skipWhitespace()
    let start = offset
    var value = 0
    while let byte = next, byte >= 0x30 && byte <= 0x39 {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = scaled.addingReportingOverflow(Int(byte - 0x30))
      guard !overflow && !carry else {
        throw error(.malformed, "a number does not fit 63 bits", at: start)
      }
      value = sum
      advance()
    }
    guard offset > start else { throw unexpected("a whole number") }
    return value
  }

  /// Moves over a value of any kind, nested at most 500 deep.
  mutating func skipValue() throws(CheckpointError) {
    var depth = 0
    repeat {
      skipWhitespace()
      switch next {
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= 500 else {
          throw error(.malformed, "JSON is nested more than 500 deep")
        }
        advance()
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        guard depth >= 0 else { throw unexpected("a JSON value") }
        advance()
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw unexpected("a JSON value") }
        advance()
      case nil: throw error(.truncated, "the JSON text ends inside a value")
      default: try skipWord()
      }
    } while depth > 0
  }

  /// Moves over a number, `true`, `false` or `null`.
  private mutating func skipWord() throws(CheckpointError) {
    let start = offset
    while let byte = next, isWord(byte) { advance() }
    guard offset > start else { throw unexpected("a JSON value") }
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  func unexpected(_ expected: String) -> CheckpointError {
    guard let byte = next else {
      return error(.truncated, "expected \(expected), but the JSON text ends")
    }
    let isGraphic = byte > 0x20 && byte < 0x7F
    let found = isGraphic ? "'\(Unicode.Scalar(byte))'" : "byte \(byte)"
    return error(.malformed, "expected \(expected), found \(found)")
  }
}
