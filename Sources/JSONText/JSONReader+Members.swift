extension JSONReader {
  /// Reads an object, member by member; `read` takes or skips the value of the key it is given.
  ///
  /// - Parameter read: Called for each member.
  /// - Throws: `JSONError`, also for a key that comes twice.
  public mutating func readObject(
    _ read: (inout JSONReader, _ key: String) throws(JSONError) -> Void
  ) throws(JSONError) {
    var keys: Set<String> = []
    try beginObject()
    while try nextKey() {
      let key = text
      guard keys.insert(key).inserted else {
        throw error("expected each key once, found \"\(key)\" twice")
      }
      try read(&self, key)
    }
  }

  /// Reads an array, element by element; `read` takes or skips each.
  public mutating func readArray(
    _ read: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try beginArray()
    while try nextElement() { try read(&self) }
  }

  /// Reads null, or what `read` reads.
  ///
  /// - Parameter read: Called where the value is not null.
  /// - Returns: What `read` gave, or nil.
  /// - Throws: `JSONError`.
  public mutating func readOptional<Value>(
    _ read: (inout JSONReader) throws(JSONError) -> Value
  ) throws(JSONError) -> Value? {
    guard try kind() != .null else {
      try skip()
      return nil
    }
    return try read(&self)
  }
}
