extension SoupTokenizer {
  /// Reads the end tag at `position`, and returns where it ends; nil when it does not.
  ///
  /// Source: `parse_endtag` of Python 3.11.
  mutating func readEndTag() -> Int? {
    guard let greater = page.greater(from: position + 2) else { return nil }
    if let name = page.plainEndTagName(at: position) {
      tree.endLowercasing(name)
      rawElement = nil
      return greater + 1
    }
    if rawElement != nil {
      tree.append(source[position...greater])
      return greater + 1
    }
    return readOddEndTag(upTo: greater)
  }

  private mutating func readOddEndTag(upTo greater: Int) -> Int? {
    let start = position + 2
    if source[start].isLetter {
      tree.endLowercasing(source[start..<page.endOfTagName(from: start)])
    } else if start < greater {
      tree.take(source[start..<greater], as: .comment)
    }
    return greater + 1
  }

  /// Reads `<?…>`.
  mutating func readInstruction() -> Int? {
    guard let greater = page.greater(from: position + 2) else { return nil }
    tree.take(source[(position + 2)..<greater], as: .instruction)
    return greater + 1
  }

  /// Reads what begins with `<!`.
  mutating func readDeclaration() -> Int? {
    if source.hasPrefix(ignoringCase: "<!--", at: position) { return readComment() }
    if source.hasPrefix(ignoringCase: "<![", at: position) { return readMarkedSection() }
    guard let greater = page.greater(from: position + 2) else { return nil }
    let content = source[(position + 2)..<greater]
    guard source.hasPrefix(ignoringCase: "<!doctype", at: position) else {
      tree.take(content, as: .comment)
      return greater + 1
    }
    // One character after the word is dropped, whatever it is.
    let name = content.dropFirst(7).dropFirst().drop { $0 & 0xC0 == 0x80 }
    tree.take(name, as: .doctype)
    return greater + 1
  }

  private mutating func readComment() -> Int? {
    let start = position + 4
    guard start < noCommentEndFrom, let end = page.markEnd("--", from: start, gap: false) else {
      noCommentEndFrom = Swift.min(noCommentEndFrom, start)
      return nil
    }
    tree.take(source[start..<end.lowerBound], as: .comment)
    return end.upperBound
  }

  /// Reads `<![CDATA[…]]>`, its kin, and what old word processors write.
  ///
  /// Source: `parse_marked_section` of Python 3.11's `_markupbase`.
  private mutating func readMarkedSection() -> Int? {
    let start = position + 3
    let name = source[start...].prefix { $0.continuesSectionName }
    guard let first = name.first, first.isLetter else { return nil }
    let isOffice = Self.officeSections.contains(PackedName(name.map(\.lowercased)))
    guard isOffice || Self.standardSections.contains(PackedName(name.map(\.lowercased))),
      source.skippingWhitespace(from: name.endIndex) < source.count
    else { return nil }
    let kind = isOffice ? 1 : 0
    guard start < noSectionEndFrom[kind],
      let end = page.markEnd(isOffice ? "]" : "]]", from: start, gap: true)
    else {
      noSectionEndFrom[kind] = Swift.min(noSectionEndFrom[kind], start)
      return nil
    }
    let content = source[start..<end.lowerBound]
    if source.hasPrefix(ignoringCase: "cdata[", at: start) {
      tree.take(content.dropFirst(6), as: .cdata)
    } else {
      tree.take(content, as: .declaration)
    }
    return end.upperBound
  }

  private static var standardSections: Set<PackedName> {
    .names("temp", "cdata", "ignore", "include", "rcdata")
  }

  private static var officeSections: Set<PackedName> { .names("if", "else", "endif") }

}

extension SoupTree {
  /// Takes an end tag as it is written.
  fileprivate mutating func endLowercasing(_ name: ArraySlice<UInt8>) {
    if name.contains(where: { $0 >= 0x80 }) {
      end(Array(String(decoding: name, as: UTF8.self).lowercased().utf8)[...])
    } else if name.contains(where: { $0.lowercased != $0 }) {
      end(name.map(\.lowercased)[...])
    } else {
      end(name)
    }
  }
}

extension UInt8 {
  /// Whether this byte continues a name in a declaration.
  fileprivate var continuesSectionName: Bool {
    isLetter || isDigit || self == ASCII.dash || self == ASCII.dot || self == ASCII.underscore
  }
}
