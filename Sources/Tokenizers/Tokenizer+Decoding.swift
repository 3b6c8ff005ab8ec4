extension Tokenizer {
  /// The bytes that a token stands for; none for an id outside the vocabulary.
  ///
  /// They need not be whole characters.
  public func bytes(of id: Int) -> [UInt8] {
    let written = model.vocabulary.bytes(of: id)
    return addedIds.contains(id) ? Array(written) : decoding.bytes(of: written)
  }

  /// The text of a token; bytes that are not whole characters become U+FFFD.
  public func text(of id: Int) -> String { String(decoding: bytes(of: id), as: UTF8.self) }

  /// The text of tokens; what is not UTF-8 becomes U+FFFD, and unknown ids become nothing.
  public func decode(_ ids: some Sequence<Int>) -> String {
    var bytes: [UInt8] = []
    for id in ids { bytes.append(contentsOf: self.bytes(of: id)) }
    if decoding.dropsFirstSpace && bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The tokens whose text begins with a prefix, in the order of their ids.
  ///
  /// Special tokens are left out, for they are no text.
  ///
  /// - Parameters:
  ///   - prefix: What the text begins with.
  ///   - allowingSpace: Whether one space may come before it.
  /// - Returns: Their ids.
  public func ids(startingWith prefix: String, allowingSpace: Bool = true) -> [Int] {
    let plain = Array(prefix.utf8)
    let spaced = [UInt8(ascii: " ")] + plain
    return (0..<vocabularySize).filter { id in
      let bytes = bytes(of: id)
      return !isSpecial(id)
        && (bytes.starts(with: plain) || allowingSpace && bytes.starts(with: spaced))
    }
  }
}

extension Decoding {
  /// The bytes of a token that is written in characters, or those given where it is not.
  func bytes(of written: ArraySlice<UInt8>) -> [UInt8] {
    if readsByteTokens, let byte = byte(of: written) { return [byte] }
    guard let mark = spaceMark.map({ Array($0.utf8) }), !mark.isEmpty else {
      return Array(written)
    }
    var bytes: [UInt8] = []
    var rest = written
    while let first = rest.first {
      if rest.starts(with: mark) {
        bytes.append(UInt8(ascii: " "))
        rest = rest.dropFirst(mark.count)
      } else {
        bytes.append(first)
        rest = rest.dropFirst()
      }
    }
    return bytes
  }

  /// The byte of a token such as `<0x0A>`.
  private func byte(of written: ArraySlice<UInt8>) -> UInt8? {
    guard written.count == 6, written.starts(with: "<0x".utf8), written.last == UInt8(ascii: ">")
    else { return nil }
    return UInt8(String(decoding: written.dropFirst(3).dropLast(), as: UTF8.self), radix: 16)
  }
}
