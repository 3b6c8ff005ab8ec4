extension HTML {
  /// Makes a block of JSON that scripts read, and that no parser takes for anything else.
  ///
  /// Inside a script element a page ends the element at `</script`, and `<!--` opens a state in which
  /// it does not; so `<`, `>` and `&` are written as escapes, which JSON has for strings only, where
  /// alone they occur. U+2028 and U+2029 end a line in older scripts.
  ///
  /// - Parameters:
  ///   - json: A JSON text.
  ///   - id: The element's id; nil for a block that its view finds within itself.
  init(json: String, id: StaticString? = nil) {
    var data = ""
    data.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        data += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: data.unicodeScalars.append(scalar)
      }
    }
    self.init(escapedScript: data, type: "application/json", id: id)
  }
}
