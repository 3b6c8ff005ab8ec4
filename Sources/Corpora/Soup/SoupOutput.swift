extension [UInt8] {
  /// Appends a start tag with its attributes.
  mutating func append(_ tag: borrowing SoupTag, isVoid: Bool, changes: MarkupChanges) {
    append(ASCII.less)
    append(contentsOf: tag.name)
    for attribute in tag.attributes {
      append(ASCII.space)
      append(contentsOf: tag[attribute.name])
      append(ASCII.equals)
      appendQuoted(tag.written(attribute, changes: changes))
    }
    if isVoid { append(ASCII.slash) }
    append(ASCII.greater)
  }

  /// Appends an end tag.
  mutating func appendEndTag(_ name: ArraySlice<UInt8>) {
    append(ASCII.less)
    append(ASCII.slash)
    append(contentsOf: name)
    append(ASCII.greater)
  }

  /// Appends a string between the marks of its kind.
  mutating func append(_ text: [UInt8], as kind: SoupText, isRaw: Bool) {
    switch kind {
    case .text: isRaw ? append(contentsOf: text) : appendEscaped(text[...])
    case .comment: append("<!--", text, "-->")
    case .cdata: append("<![CDATA[", text, "]]>")
    case .doctype: append("<!DOCTYPE ", text, ">\n")
    case .instruction: append("<?", text, ">")
    case .declaration: append("<?", text, "?>")
    }
  }

  private mutating func append(_ opening: StaticString, _ text: [UInt8], _ closing: StaticString) {
    append(opening)
    append(contentsOf: text)
    append(closing)
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }

  /// Appends text with `&`, `<` and `>` escaped.
  mutating func appendEscaped(_ text: ArraySlice<UInt8>) {
    var start = text.startIndex
    for index in text.indices {
      let escape: StaticString
      switch text[index] {
      case ASCII.ampersand: escape = "&amp;"
      case ASCII.less: escape = "&lt;"
      case ASCII.greater: escape = "&gt;"
      default: continue
      }
      append(contentsOf: text[start..<index])
      append(escape)
      start = index + 1
    }
    append(contentsOf: text[start...])
  }

  /// Appends an attribute's value, escaped and in quotes.
  ///
  /// Double quotes, unless the value has some and no apostrophe; with both, `"` is escaped.
  mutating func appendQuoted(_ value: ArraySlice<UInt8>) {
    let hasQuote = value.contains(ASCII.quote)
    let hasBoth = hasQuote && value.contains(ASCII.apostrophe)
    let mark = hasQuote && !hasBoth ? ASCII.apostrophe : ASCII.quote
    append(mark)
    if hasBoth {
      for part in value.split(separator: ASCII.quote, omittingEmptySubsequences: false) {
        if part.startIndex > value.startIndex { append("&quot;") }
        appendEscaped(part)
      }
    } else {
      appendEscaped(value)
    }
    append(mark)
  }
}
