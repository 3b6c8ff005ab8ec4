extension SoupPage {
  /// Where the tag's name ends that begins at `start`.
  func endOfTagName(from start: Int) -> Int {
    var index = start
    while index < bytes.count && !bytes[index].endsTagName { index += 1 }
    return index
  }

  /// Where the attribute's name ends that begins at `start`.
  func endOfAttributeName(from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == ASCII.slash || byte == ASCII.equals || byte == ASCII.greater { break }
      if bytes.whitespaceLength(at: index) > 0 { break }
      index += 1
    }
    return index
  }

  /// Finds the value after an attribute's name.
  ///
  /// A quote that is never closed is no value: what stands before it, a blank or the last but one
  /// of several `=`, decides how Python's expression backs off.
  func value(after index: Int) -> (content: ArraySlice<UInt8>, end: Int)? {
    let equals = bytes.skippingWhitespace(from: index)
    guard equals < bytes.count, bytes[equals] == ASCII.equals else { return nil }
    var afterEquals = equals
    while afterEquals < bytes.count && bytes[afterEquals] == ASCII.equals { afterEquals += 1 }
    let start = bytes.skippingWhitespace(from: afterEquals)
    guard start < bytes.count, bytes[start] == ASCII.quote || bytes[start] == ASCII.apostrophe
    else { return bareValue(at: start) }
    if start < lastMark(like: start), let end = bytes.firstIndex(of: bytes[start], from: start + 1)
    {
      return (bytes[(start + 1)..<end], end + 1)
    }
    if start > afterEquals { return ([], start) }
    return afterEquals - equals > 1 ? bareValue(at: afterEquals - 1) : nil
  }

  /// The value at `start` that ends with white space or `>`.
  func bareValue(at start: Int) -> (content: ArraySlice<UInt8>, end: Int) {
    var end = start
    while end < bytes.count && bytes[end] != ASCII.greater
      && bytes.whitespaceLength(at: end) == 0
    {
      end += 1
    }
    return (bytes[start..<end], end)
  }

  /// Passes over white space, and slashes that are not followed by `>`.
  func skippingSeparators(from index: Int) -> Int {
    var index = index
    while index < bytes.count {
      let length = bytes.whitespaceLength(at: index)
      if length > 0 {
        index += length
      } else if bytes[index] == ASCII.slash
        && !(index + 1 < bytes.count && bytes[index + 1] == ASCII.greater)
      {
        index += 1
      } else {
        break
      }
    }
    return index
  }

  /// Whether an attribute's name begins here: after a quote, slash or white space, and with none
  /// of white space, slash and `>`.
  func canStartAttribute(at index: Int) -> Bool {
    let byte = bytes[index]
    guard byte != ASCII.slash, byte != ASCII.greater, bytes.whitespaceLength(at: index) == 0
    else { return false }
    let previous = bytes[index - 1]
    return previous == ASCII.quote || previous == ASCII.apostrophe || previous == ASCII.slash
      || bytes.whitespaceLength(at: index - 1) == 1
      || bytes.whitespaceLength(at: max(index - 2, 0)) == 2
      || bytes.whitespaceLength(at: max(index - 3, 0)) == 3
  }
}

extension UInt8 {
  /// Whether a tag's name ends before this byte, in `html.parser`.
  fileprivate var endsTagName: Bool {
    isHTMLSpace || self == ASCII.slash || self == ASCII.greater || self == 0
  }
}
