extension SoupTag {
  /// An attribute's value as it is written, with `changes` and BeautifulSoup's own.
  ///
  /// BeautifulSoup joins lists of words by one blank, and puts `utf-8` where a `meta` declares an
  /// encoding.
  func written(_ attribute: Attribute, changes: MarkupChanges) -> ArraySlice<UInt8> {
    let value = self[attribute.value]
    let name = PackedName(self[attribute.name])
    if changes.blanksAttributes && Self.blanked.contains(name) { return [] }
    if changes.neutralizesLinks && name == Self.href
      && (packedName == .a || packedName == .link)
    {
      return Self.neutralLink
    }
    if packedName == .meta { return encodingReplaced(attribute, name, value) }
    return isList(attribute, name) ? value.wordsJoined : value
  }

  private func encodingReplaced(
    _ attribute: Attribute, _ name: PackedName, _ value: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8> {
    if name == Self.charset { return Self.utf8 }
    if name == Self.content, self.value(of: "charset") == nil,
      self.value(of: "http-equiv")?.lazy.map(\.lowercased).elementsEqual(Self.contentType) == true
    {
      return value.charsetReplaced[...]
    }
    return isList(attribute, name) ? value.wordsJoined : value
  }

  /// Whether the attribute is one that HTML defines as a list of words.
  private func isList(_ attribute: Attribute, _ name: PackedName) -> Bool {
    switch name {
    case Self.class, Self.dropzone: true
    case Self.rel: packedName == .a || packedName == .link || packedName == .area
    case Self.rev: packedName == .a || packedName == .link
    case Self.headers: packedName == .td || packedName == .th
    case Self.archive: packedName == .object
    case Self.sizes: packedName == .icon
    case Self.sandbox: packedName == .iframe
    case Self.for: packedName == .output
    default:
      has(attribute, "accesskey") || (packedName == .form && has(attribute, "accept-charset"))
    }
  }

  private static let blanked = Set.names("class", "id", "rel", "title", "style")
  private static let archive = PackedName("archive")
  private static let charset = PackedName("charset")
  private static let `class` = PackedName("class")
  private static let content = PackedName("content")
  private static let dropzone = PackedName("dropzone")
  private static let `for` = PackedName("for")
  private static let headers = PackedName("headers")
  private static let href = PackedName("href")
  private static let rel = PackedName("rel")
  private static let rev = PackedName("rev")
  private static let sandbox = PackedName("sandbox")
  private static let sizes = PackedName("sizes")
  private static let neutralLink = Array("www.wikipedia.org".utf8)[...]
  private static let utf8 = Array("utf-8".utf8)[...]
  private static let contentType = Array("content-type".utf8)
}

extension ArraySlice<UInt8> {
  /// The words of a list, one blank between them.
  fileprivate var wordsJoined: ArraySlice<UInt8> {
    let bytes = Array(self)
    var joined: [UInt8] = []
    var index = bytes.skippingWhitespace(from: 0)
    while index < bytes.count {
      if !joined.isEmpty { joined.append(ASCII.space) }
      while index < bytes.count && bytes.whitespaceLength(at: index) == 0 {
        joined.append(bytes[index])
        index += 1
      }
      index = bytes.skippingWhitespace(from: index)
    }
    return joined[...]
  }

  /// The value of a `content-type` with `utf-8` after each `charset=`.
  ///
  /// Source: `ContentMetaAttributeValue` of bs4 4.15, expression `((^|;)\s*charset=)([^;]*)`.
  fileprivate var charsetReplaced: [UInt8] {
    let bytes = Array(self)
    var replaced: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard let end = bytes.charsetValue(after: index) else {
        replaced.append(bytes[index])
        index += 1
        continue
      }
      replaced.append(contentsOf: bytes[index..<end])
      replaced.append("utf-8")
      index = bytes.firstIndex(of: ASCII.semicolon, from: end) ?? bytes.count
    }
    return replaced
  }
}

extension [UInt8] {
  /// Where the value begins if `charset=` stands at `index`, at a line's start or after a semicolon.
  fileprivate func charsetValue(after index: Int) -> Int? {
    var starts: [Int] = []
    if index == 0 || self[index - 1] == ASCII.newline { starts.append(index) }
    if self[index] == ASCII.semicolon { starts.append(index + 1) }
    let word = Array("charset=".utf8)
    for start in starts {
      let begin = skippingWhitespace(from: start)
      if self[begin...].starts(with: word) { return begin + word.count }
    }
    return nil
  }
}
