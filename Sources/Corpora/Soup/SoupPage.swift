/// A page's bytes, with what `html.parser` looks for in them.
///
/// It stands apart from the tokenizer, whose state changes: Swift may copy a value to call what does
/// not change it, and the tokenizer's buffers would then be copied at their next change.
struct SoupPage {
  let bytes: [UInt8]

  // The last of each: without them, a hostile page would cost quadratic time.
  let lastGreater: Int
  private let lastQuote: Int
  private let lastApostrophe: Int

  /// Makes a page of its bytes.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lastGreater = bytes.lastIndex(of: ASCII.greater) ?? -1
    lastQuote = bytes.lastIndex(of: ASCII.quote) ?? -1
    lastApostrophe = bytes.lastIndex(of: ASCII.apostrophe) ?? -1
  }

  /// Where the next markup or reference begins, or the page ends.
  func nextMarkup(from position: Int) -> Int {
    var index = position
    while index < bytes.count {
      let byte = bytes[index]
      if byte == ASCII.less || byte == ASCII.ampersand { break }
      index += 1
    }
    return index
  }

  /// Where the end tag of a script or style begins, blanks allowed within it.
  func endTag(of element: PackedName, from position: Int) -> Int? {
    let name: StaticString = element == .script ? "script" : "style"
    var index = position
    while let less = bytes.firstIndex(of: ASCII.less, from: index) {
      if less + 1 < bytes.count && bytes[less + 1] == ASCII.slash {
        let start = bytes.skippingWhitespace(from: less + 2)
        if bytes.hasPrefix(ignoringCase: name, at: start) {
          let end = bytes.skippingWhitespace(from: start + name.utf8CodeUnitCount)
          if end < bytes.count && bytes[end] == ASCII.greater { return less }
        }
      }
      index = less + 1
    }
    return nil
  }

  /// Where broken markup at `position` ends: after the next `>`, or else before the next `<`.
  func endOfBrokenMarkup(at position: Int) -> Int {
    if position < lastGreater, let greater = bytes.firstIndex(of: ASCII.greater, from: position) {
      return greater + 1
    }
    return bytes.firstIndex(of: ASCII.less, from: position + 1) ?? position + 1
  }

  /// Where the next `>` stands, looked for only if there is one.
  func greater(from index: Int) -> Int? {
    index <= lastGreater ? bytes.firstIndex(of: ASCII.greater, from: index) : nil
  }

  /// The name in `</name>`, blanks allowed around it.
  func plainEndTagName(at position: Int) -> ArraySlice<UInt8>? {
    let start = bytes.skippingWhitespace(from: position + 2)
    guard start < bytes.count, bytes[start].isLetter else { return nil }
    let name = bytes[start...].prefix { $0.continuesEndTagName }
    let end = bytes.skippingWhitespace(from: name.endIndex)
    return end < bytes.count && bytes[end] == ASCII.greater ? name : nil
  }

  /// Finds the marks, blanks and `>` that end a comment or section; `gap` allows blanks between
  /// the marks too.
  func markEnd(_ marks: StaticString, from start: Int, gap: Bool) -> Range<Int>? {
    let mark = marks.utf8Start[0]
    var index = start
    while let first = bytes.firstIndex(of: mark, from: index) {
      var end = first + 1
      if marks.utf8CodeUnitCount == 2 {
        if gap { end = bytes.skippingWhitespace(from: end) }
        guard end < bytes.count, bytes[end] == mark else {
          index = first + 1
          continue
        }
        end += 1
      }
      end = bytes.skippingWhitespace(from: end)
      if end < bytes.count && bytes[end] == ASCII.greater { return first..<(end + 1) }
      index = first + 1
    }
    return nil
  }

  /// Where the last quotation mark like that at `index` stands.
  func lastMark(like index: Int) -> Int {
    bytes[index] == ASCII.quote ? lastQuote : lastApostrophe
  }
}

extension UInt8 {
  /// Whether this byte continues a name in `html.parser`'s plain end tags.
  fileprivate var continuesEndTagName: Bool {
    isLetter || isDigit || self == ASCII.dash || self == ASCII.dot || self == ASCII.colon
      || self == ASCII.underscore
  }
}
