extension SoupTokenizer {
  /// Reads the start tag at `position`, and returns where it ends; nil when it does not.
  ///
  /// Source: `parse_starttag` and the expressions `tagfind_tolerant`, `attrfind_tolerant` and
  /// `locatestarttagend_tolerant` of Python 3.11.
  mutating func readStartTag() -> Int? {
    var index = endOfTagName()
    guard position < page.lastGreater else { return readTagCutByNUL(at: index) }
    tag.reset(name: source[(position + 1)..<index])
    index = page.skippingSeparators(from: index)
    attributeStarts.removeAll(keepingCapacity: true)
    while index < source.count && page.canStartAttribute(at: index) {
      if endlessAttributes.contains(index) { index = source.count; break }
      attributeStarts.append(index)
      index = page.skippingSeparators(from: readAttribute(at: index))
    }
    guard index < source.count else {
      endlessAttributes.formUnion(attributeStarts)
      return nil
    }
    return finishStartTag(at: index)
  }

  /// Where the name of the tag at `position` ends, looked for once in each stretch of a page.
  private mutating func endOfTagName() -> Int {
    if tagNameStretch.contains(position) { return tagNameStretch.upperBound }
    let index = page.endOfTagName(from: position + 1)
    tagNameStretch = position..<index
    return index
  }

  /// Takes a tag that a NUL ends as text, where no `>` follows that might end it.
  private mutating func readTagCutByNUL(at index: Int) -> Int? {
    guard index < source.count, source[index] == 0, !page.canStartAttribute(at: index) else {
      return nil
    }
    tree.append(source[position..<index])
    return index
  }

  private mutating func finishStartTag(at index: Int) -> Int? {
    let byte = source[index]
    guard byte == ASCII.greater || byte == ASCII.slash else {
      if byte == ASCII.equals || byte.isLetter { return nil }
      tree.append(source[position..<index])
      return index
    }
    let isSelfClosing = byte == ASCII.slash
    tag.sortAttributes()
    tree.start(tag, isSelfClosing: isSelfClosing)
    if !isSelfClosing && (tag.packedName == .script || tag.packedName == .style) {
      rawElement = tag.packedName
    }
    return index + (isSelfClosing ? 2 : 1)
  }

  /// Reads a name and its value, if it has one, and returns where they end.
  private mutating func readAttribute(at start: Int) -> Int {
    let index = page.endOfAttributeName(from: start)
    let name = source[start..<index]
    let value = page.value(after: index)
    tag.append(name: name, value: value?.content ?? [])
    return value?.end ?? index
  }
}
