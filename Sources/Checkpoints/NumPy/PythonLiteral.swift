/// Reads the dictionary that heads a NumPy array: texts, `True`, `False` and tuples of numbers.
///
/// Nothing of it is evaluated, and nothing recurses.
struct PythonLiteral: ~Escapable {
  private var cursor: ByteCursor

  /// What the dictionary says.
  struct Fields {
    var description: String?
    var isColumnMajor: Bool?
    var shape: [Int]?
  }

  /// Makes a reader of what is left of a cursor's bytes.
  @_lifetime(copy cursor)
  init(_ cursor: ByteCursor) { self.cursor = cursor }

  /// Reads the dictionary.
  mutating func fields() throws(CheckpointError) -> Fields {
    var fields = Fields()
    try expect("{")
    while !take("}") {
      let key = try text()
      try expect(":")
      switch key {
      case "descr": fields.description = try description()
      case "fortran_order": fields.isColumnMajor = try flag()
      case "shape": fields.shape = try lengths()
      default: throw cursor.error(.malformed, "the header has an unknown key '\(key)'")
      }
      guard take(",") || peek("}") else { throw unexpected("',' or '}'") }
    }
    return fields
  }

  /// Reads the type of the elements; a structure of several is none that holds numbers alone.
  private mutating func description() throws(CheckpointError) -> String {
    guard !peek("[") else {
      throw cursor.error(.unsupported, "expected an array of numbers, found one of structures")
    }
    return try text()
  }

  private mutating func text() throws(CheckpointError) -> String {
    skipBlanks()
    guard let quote = cursor.next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw unexpected("a text in quotes")
    }
    cursor.advance()
    let start = cursor.offset
    while let byte = cursor.next, byte != quote, byte != UInt8(ascii: "\\") { cursor.advance() }
    let range = start..<cursor.offset
    guard cursor.next == quote else { throw unexpected("a closing quote") }
    cursor.advance()
    return cursor.text(range)
  }

  private mutating func flag() throws(CheckpointError) -> Bool {
    skipBlanks()
    let start = cursor.offset
    while let byte = cursor.next, byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A { cursor.advance() }
    switch cursor.text(start..<cursor.offset) {
    case "True": return true
    case "False": return false
    default: throw cursor.error(.malformed, "expected True or False", at: start)
    }
  }

  private mutating func lengths() throws(CheckpointError) -> [Int] {
    var lengths: [Int] = []
    try expect("(")
    while !take(")") {
      guard lengths.count < 64 else { throw cursor.error(.malformed, "expected at most 64 axes") }
      lengths.append(try length())
      guard take(",") || peek(")") else { throw unexpected("',' or ')'") }
    }
    return lengths
  }

  /// Reads a whole number; Python 2 wrote `3L` for some.
  private mutating func length() throws(CheckpointError) -> Int {
    skipBlanks()
    let start = cursor.offset
    while let byte = cursor.next, byte >= 0x30 && byte <= 0x39 { cursor.advance() }
    guard let length = Int(cursor.text(start..<cursor.offset)) else {
      throw cursor.error(.malformed, "expected a length below 2^63", at: start)
    }
    if cursor.next == UInt8(ascii: "L") { cursor.advance() }
    return length
  }

  private mutating func skipBlanks() {
    while let byte = cursor.next, byte == 0x20 || byte == 0x0A { cursor.advance() }
  }

  private mutating func peek(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    return cursor.next.map(UInt32.init) == mark.value
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard peek(mark) else { return false }
    cursor.advance()
    return true
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws(CheckpointError) {
    guard take(mark) else { throw unexpected("'\(mark)'") }
  }

  private func unexpected(_ expected: String) -> CheckpointError {
    let found = cursor.next.map { "byte \($0)" } ?? "the header's end"
    return cursor.error(.malformed, "expected \(expected), found \(found)")
  }
}
