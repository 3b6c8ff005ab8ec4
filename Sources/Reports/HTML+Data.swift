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
    var data: [UInt8] = []
    data.reserveCapacity(json.utf8.count)
    // The line separators are E2 80 A8 and E2 80 A9 in UTF-8; only their last byte is looked up late.
    for byte in json.utf8 {
      switch byte {
      case UInt8(ascii: "<"): data += #"\u003c"#.utf8
      case UInt8(ascii: ">"): data += #"\u003e"#.utf8
      case UInt8(ascii: "&"): data += #"\u0026"#.utf8
      case 0xA8 where data.suffix(2) == [0xE2, 0x80], 0xA9 where data.suffix(2) == [0xE2, 0x80]:
        data.removeLast(2)
        data += (byte == 0xA8 ? #"\u2028"# : #"\u2029"#).utf8
      default: data.append(byte)
      }
    }
    let text = String(decoding: data, as: UTF8.self)
    self.init(escapedScript: text, type: "application/json", id: id)
  }
}
