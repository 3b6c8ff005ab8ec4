/// A file's bytes as text.
enum DecodedText {
  /// Decodes UTF-8, without a byte order mark.
  ///
  /// - Throws: `CorpusError` with code `.notUTF8`, which names the first byte that is none.
  static func decode(_ bytes: [UInt8], path: String) throws(CorpusError) -> String {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    if let text = String(validating: body, as: UTF8.self) { return text }
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    throw CorpusError(
      code: .notUTF8,
      message: "expected UTF-8, found "
        + (isUTF16 ? "UTF-16's byte order mark" : "other bytes")
        + "; convert it with iconv -t UTF-8", path: path, byteOffset: firstFault(in: body))
  }

  /// Whether a file without a telling name begins as a page does.
  static func looksLikeHTML(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let index = bytes.skippingWhitespace(from: start)
    return bytes.hasPrefix(ignoringCase: "<!doctype html", at: index)
      || bytes.hasPrefix(ignoringCase: "<html", at: index)
  }

  /// Where the first bytes stand that are no UTF-8.
  private static func firstFault(in bytes: ArraySlice<UInt8>) -> Int {
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    var offset = bytes.startIndex
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }
}
