/// Reads JSON value by value, strictly, without building it in memory.
///
///     var reader = try JSONReader(contents.span, path: path)
///     try reader.readObject { reader, key throws(JSONError) in
///       if key == "shape" { shape = try reader.readCount() } else { try reader.skip() }
///     }
///     try reader.finish()
///
/// The caller asks for what its format has at a place, and skips what it does not know. Values nest
/// at most 64 deep; the text must be UTF-8; every error gives the byte. Foundation's
/// `JSONSerialization` takes 0.18 s for GPT-2's `vocab.json`, this a few milliseconds.
///
/// Source: RFC 8259.
public struct JSONReader: ~Escapable {
  /// What kind of value comes next.
  public enum Kind: String, Sendable {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case boolean = "true or false"
    case null = "null"
  }

  let bytes: Span<UInt8>
  private let path: String

  /// The place in the file of what comes next.
  public internal(set) var offset: Int

  /// The bytes of the string or key that was read last.
  public internal(set) var string: [UInt8] = []

  /// For each open object or array, whether it has had an element.
  private var hasElement: [Bool] = []

  /// How deep values may nest.
  private static let depthLimit = 64

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - contents: A file's bytes up to the end of the text.
  ///   - start: Where the text begins.
  ///   - path: The file.
  /// - Throws: `JSONError` when the text is not UTF-8.
  @_lifetime(copy contents)
  public init(_ contents: Span<UInt8>, from start: Int = 0, path: String) throws(JSONError) {
    bytes = contents
    self.path = path
    offset = start
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: contents.extracting(droppingFirst: start))
    } catch {
      throw JSONError(
        code: .malformed, message: "expected UTF-8, found another byte", path: path,
        byteOffset: start + error.byteOffsets.lowerBound)
    }
  }

  /// The string or key that was read last.
  public var text: String { String(decoding: string, as: UTF8.self) }

  /// An error at the byte that comes next, or at another.
  public func error(
    _ message: String, code: JSONError.Code = .malformed, at offset: Int? = nil
  ) -> JSONError {
    JSONError(code: code, message: message, path: path, byteOffset: offset ?? self.offset)
  }

  /// What kind of value comes next.
  public mutating func kind() throws(JSONError) -> Kind {
    switch try nextByte() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case let byte: throw error("expected a value, found \(quoted(byte))")
    }
  }

  /// Checks the kind of the value that comes next.
  public mutating func demand(_ kind: Kind) throws(JSONError) {
    let found = try self.kind()
    if found != kind { throw error("expected \(kind.rawValue), found \(found.rawValue)") }
  }

  // MARK: Objects and arrays

  /// Enters an object.
  public mutating func beginObject() throws(JSONError) { try begin(.object) }

  /// Reads the next key into `string`; at the object's end leaves it and gives false.
  ///
  /// Keys that come twice are the caller's to refuse, as `readObject` does.
  public mutating func nextKey() throws(JSONError) -> Bool {
    guard try nextElement(closing: UInt8(ascii: "}")) else { return false }
    try readString(as: "a key in quotes")
    try expect(UInt8(ascii: ":"))
    return true
  }

  /// Enters an array.
  public mutating func beginArray() throws(JSONError) { try begin(.array) }

  /// Whether another element follows; at the array's end leaves it and gives false.
  public mutating func nextElement() throws(JSONError) -> Bool {
    try nextElement(closing: UInt8(ascii: "]"))
  }

  /// Checks that nothing follows the value.
  public mutating func finish() throws(JSONError) {
    skipWhiteSpace()
    if offset < bytes.count { throw error("expected the end, found \(quoted(bytes[offset]))") }
  }

  private mutating func begin(_ kind: Kind) throws(JSONError) {
    try demand(kind)
    guard hasElement.count < Self.depthLimit else {
      throw error("expected values nested at most \(Self.depthLimit) deep, found more")
    }
    offset += 1
    hasElement.append(false)
  }

  private mutating func nextElement(closing: UInt8) throws(JSONError) -> Bool {
    guard let last = hasElement.last else { return false }
    if try nextByte() == closing {
      offset += 1
      hasElement.removeLast()
      return false
    }
    if last {
      try expect(UInt8(ascii: ","))
    } else {
      hasElement[hasElement.count - 1] = true
    }
    return true
  }

  // MARK: Bytes

  private mutating func skipWhiteSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  mutating func nextByte() throws(JSONError) -> UInt8 {
    skipWhiteSpace()
    guard offset < bytes.count else {
      throw error("expected more, found the end of the text", code: .truncated)
    }
    return bytes[offset]
  }

  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    let found = try nextByte()
    guard found == byte else { throw error("expected \(quoted(byte)), found \(quoted(found))") }
    offset += 1
  }

  @discardableResult
  mutating func skip(_ byte: UInt8) -> Bool {
    guard offset < bytes.count && bytes[offset] == byte else { return false }
    offset += 1
    return true
  }
}

/// A byte as a message shows it.
func quoted(_ byte: UInt8) -> String {
  (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
}
