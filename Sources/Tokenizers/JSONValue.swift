/// A small JSON value held in memory: the settings of a tokenizer's file, not its vocabulary.
enum JSONValue {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  case boolean(Bool)
  case number
  case null

  /// The member of an object.
  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The elements of an array.
  var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text of a string.
  var string: String? {
    if case .string(let string) = self { string } else { nil }
  }

  /// The value of true or false.
  var boolean: Bool? {
    if case .boolean(let boolean) = self { boolean } else { nil }
  }

  /// It is null.
  var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

extension JSONReader {
  /// Reads a value of any kind.
  mutating func readValue() throws(TokenizerError) -> JSONValue {
    switch try kind() {
    case .string: return .string(try readText())
    case .boolean: return .boolean(try readBool())
    case .number:
      try skip()
      return .number
    case .null:
      try skip()
      return .null
    case .object:
      var members: [String: JSONValue] = [:]
      try beginObject()
      while try nextKey() {
        let key = text
        members[key] = try readValue()
      }
      return .object(members)
    case .array:
      var elements: [JSONValue] = []
      try beginArray()
      while try nextElement() { elements.append(try readValue()) }
      return .array(elements)
    }
  }
}
