import JSONText

extension TokenizerDefinition {
  /// Reads `vocab.json` and `merges.txt`, as OpenAI published GPT-2's, from a folder.
  ///
  /// - Parameter folder: The folder; `added_tokens.json` is read where there is one.
  /// - Throws: `TokenizerError` with the file and place that cannot be read.
  init(vocabularyAndMergesIn folder: String) throws(TokenizerError) {
    path = folder
    try readJSONFile("\(folder)/vocab.json") { reader throws(JSONError) in
      try readVocabulary(&reader)
    }
    let mergesPath = "\(folder)/merges.txt"
    merges = .pairs(try mergePairs(try fileContents(mergesPath), path: mergesPath))
    let addedPath = "\(folder)/added_tokens.json"
    if fileExists(addedPath) {
      try readJSONFile(addedPath) { reader throws(JSONError) in try readAddedTokens(&reader) }
    }
    markSpecial("<|endoftext|>")
  }

  /// Reads an object from tokens to ids.
  mutating func readVocabulary(_ reader: inout JSONReader) throws(JSONError) {
    try reader.beginObject()
    while try reader.nextKey() {
      tokens.append(reader.string.span)
      ids.append(try reader.readCount())
    }
  }

  private mutating func readAddedTokens(_ reader: inout JSONReader) throws(JSONError) {
    try reader.beginObject()
    while try reader.nextKey() {
      let content = reader.text
      addedTokens.append(
        AddedToken(id: try reader.readCount(), content: content, isSpecial: false))
    }
  }
}

/// Reads the lines of a `merges.txt`: two tokens and a space between, in the order of merging.
private func mergePairs(
  _ contents: [UInt8], path: String
) throws(TokenizerError) -> ByteStrings {
  var pairs = ByteStrings()
  pairs.reserveCapacity(count: contents.count / 4, byteCount: contents.count)
  var start = 0
  while start < contents.count {
    let end = contents[start...].firstIndex(of: UInt8(ascii: "\n")) ?? contents.count
    var line = contents[start..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if !line.isEmpty && !(start == 0 && line.starts(with: "#version".utf8)) {
      guard pairs.appendPair(line) else {
        throw TokenizerError(
          code: .syntax,
          message: "expected two tokens and a space between, found "
            + quoted(String(decoding: line, as: UTF8.self)),
          path: path, byteOffset: start)
      }
    }
    start = end + 1
  }
  return pairs
}

extension ByteStrings {
  /// Appends the two tokens of a merge, which is written with one space between.
  ///
  /// - Parameter merge: The merge.
  /// - Returns: False, with nothing appended, where it is not two tokens.
  mutating func appendPair(_ merge: ArraySlice<UInt8>) -> Bool {
    let space = UInt8(ascii: " ")
    guard let middle = merge.firstIndex(of: space), middle > merge.startIndex,
      middle + 1 < merge.endIndex, !merge[(middle + 1)...].contains(space)
    else { return false }
    append(merge[..<middle])
    append(merge[(middle + 1)...])
    return true
  }
}
