/// The HTML standard's named character references.
enum NamedReferences {
  /// What a name stands for.
  struct Entry {
    /// The characters, in UTF-8.
    let bytes: [UInt8]

    /// Whether the name may stand without its semicolon, for the sake of old pages.
    let standsAlone: Bool
  }

  /// The length of the longest name that may stand without its semicolon.
  static let longestAlone = 6

  /// What the name, given without its semicolon, stands for.
  static subscript(name: some Collection<UInt8>) -> Entry? { entries[Array(name)] }

  private static let entries: [[UInt8]: Entry] = {
    var entries: [[UInt8]: Entry] = [:]
    let words = table.utf8.split(whereSeparator: \.isHTMLSpace)
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      let standsAlone = words[index].last == ASCII.exclamation
      let name = standsAlone ? words[index].dropLast() : words[index]
      entries[Array(name)] = Entry(bytes: bytes(words[index + 1]), standsAlone: standsAlone)
    }
    return entries
  }()

  /// Decodes code points written as `3C+20D2`.
  private static func bytes(_ codePoints: Substring.UTF8View) -> [UInt8] {
    codePoints.split(separator: UInt8(ascii: "+")).flatMap { digits in
      let number = UInt32(decoding(digits), radix: 16) ?? 0xFFFD
      return Array(String(Unicode.Scalar(number) ?? "\u{FFFD}").utf8)
    }
  }

  private static func decoding(_ digits: Substring.UTF8View) -> String {
    String(decoding: digits, as: UTF8.self)
  }
}
