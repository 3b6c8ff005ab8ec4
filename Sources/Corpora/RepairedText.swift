/// A file's bytes as text.
enum RepairedText {
  /// Decodes UTF-8; what is none becomes U+FFFD, and is counted.
  ///
  /// A byte order mark is left out.
  ///
  /// - Throws: `CorpusError` with code `.unsupportedEncoding` for UTF-16.
  static func decode(
    _ bytes: [UInt8], path: String
  ) throws(CorpusError) -> (text: String, repairCount: Int) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw CorpusError(
        code: .unsupportedEncoding,
        message: "expected UTF-8, found UTF-16's byte order mark; convert it with iconv -t UTF-8",
        path: path, byteOffset: 0)
    }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    if let text = String(validating: body, as: UTF8.self) { return (text, 0) }
    let text = String(decoding: body, as: UTF8.self)
    return (text, replacementCount(text.utf8) - replacementCount(body))
  }

  /// Whether a file without a telling name begins as a page does.
  static func looksLikeHTML(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let index = bytes.skippingWhitespace(from: start)
    return bytes.hasPrefix(ignoringCase: "<!doctype html", at: index)
      || bytes.hasPrefix(ignoringCase: "<html", at: index)
  }

  private static func replacementCount(_ bytes: some Sequence<UInt8>) -> Int {
    var count = 0
    var last: (UInt8, UInt8) = (0, 0)
    for byte in bytes {
      if last == (0xEF, 0xBF) && byte == 0xBD { count += 1 }
      last = (last.1, byte)
    }
    return count
  }
}
