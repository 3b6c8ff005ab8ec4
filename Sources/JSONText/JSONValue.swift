/// A small JSON value held in memory, such as the settings in a file but not its vocabulary.
public enum JSONValue: Sendable, Equatable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  case boolean(Bool)
  case number(Double)
  case null

  /// The member of an object.
  public subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The elements of an array.
  public var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text of a string.
  public var string: String? {
    if case .string(let string) = self { string } else { nil }
  }

  /// The value of true or false.
  public var boolean: Bool? {
    if case .boolean(let boolean) = self { boolean } else { nil }
  }

  /// The value of a number.
  public var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// Whether it is null.
  public var isNull: Bool { self == .null }
}

extension JSONReader {
  /// Reads a value of any kind.
  ///
  /// - Returns: The value.
  /// - Throws: `JSONError`, also for a key that comes twice in one object.
  public mutating func readValue() throws(JSONError) -> JSONValue {
    switch try kind() {
    case .string: return .string(try readText())
    case .boolean: return .boolean(try readBool())
    case .number: return .number(try readReal())
    case .null:
      try skip()
      return .null
    case .object:
      var members: [String: JSONValue] = [:]
      try readObject { reader, key throws(JSONError) in members[key] = try reader.readValue() }
      return .object(members)
    case .array:
      var elements: [JSONValue] = []
      try readArray { reader throws(JSONError) in elements.append(try reader.readValue()) }
      return .array(elements)
    }
  }
}
