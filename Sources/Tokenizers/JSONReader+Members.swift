extension JSONReader {
  /// Reads an object, member by member; `read` takes or skips the value of the key it is given.
  mutating func readObject(
    _ read: (inout JSONReader, _ key: String) throws(TokenizerError) -> Void
  ) throws(TokenizerError) {
    try beginObject()
    while try nextKey() { try read(&self, text) }
  }

  /// Reads an array, element by element; `read` takes or skips each.
  mutating func readArray(
    _ read: (inout JSONReader) throws(TokenizerError) -> Void
  ) throws(TokenizerError) {
    try beginArray()
    while try nextElement() { try read(&self) }
  }

  /// Reads a string.
  mutating func readText() throws(TokenizerError) -> String {
    try readString()
    return text
  }

  /// Reads null, or what `read` reads.
  mutating func readOptional<Value>(
    _ read: (inout JSONReader) throws(TokenizerError) -> Value
  ) throws(TokenizerError) -> Value? {
    guard try kind() != .null else {
      try skip()
      return nil
    }
    return try read(&self)
  }
}
