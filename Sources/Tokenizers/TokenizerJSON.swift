import JSONText

extension TokenizerDefinition {
  /// Reads a `tokenizer.json`, as Hugging Face's tokenizers write it.
  ///
  /// - Parameter path: The file.
  /// - Throws: `TokenizerError` with code `.unsupported` for another model than BPE, and for a
  ///   normalizer, pre-tokenizer or decoder that is not known here.
  init(tokenizerJSON path: String) throws(TokenizerError) {
    self.path = path
    preTokenizer = .none
    try readJSONFile(path) { reader throws(JSONError) in try read(&reader) }
    spelling = preTokenizer.isByteLevel ? .byteAlphabet : .characters
  }

  private mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    var settings: [String: (value: JSONValue, offset: Int)] = [:]
    var hasModel = false
    try reader.readObject { reader, key throws(JSONError) in
      switch key {
      case "model":
        try readModel(&reader)
        hasModel = true
      case "added_tokens":
        try reader.readArray { reader throws(JSONError) in
          addedTokens.append(try AddedToken(&reader))
        }
      case "normalizer", "pre_tokenizer", "decoder", "post_processor":
        let offset = reader.offset
        settings[key] = (try reader.readValue(), offset)
      default: try reader.skip()
      }
    }
    guard hasModel else { throw reader.error("expected a member \"model\", found none") }
    for (key, setting) in settings.sorted(by: { $0.key < $1.key })
    where !setting.value.isNull {
      do throws(ComponentError) {
        try apply(key, setting.value)
      } catch {
        throw reader.error(
          "in \(key): \(error.message)", code: error.code, at: setting.offset)
      }
    }
  }

  private mutating func apply(
    _ key: String, _ value: JSONValue
  ) throws(ComponentError) {
    switch key {
    case "normalizer": normalizer = try Normalizer(value)
    case "pre_tokenizer": preTokenizer = try PreTokenizer(value)
    case "decoder": decoding = try Decoding(value)
    default: apply(postProcessor: value)
    }
  }

  // MARK: The model

  private mutating func readModel(_ reader: inout JSONReader) throws(JSONError) {
    let start = reader.offset
    try reader.readObject { reader, key throws(JSONError) in
      switch key {
      case "type": try demand("BPE", &reader)
      case "vocab": try readVocabulary(&reader)
      case "merges": merges = .pairs(try mergePairs(&reader))
      case "unk_token": unknown = try reader.readValue().string
      case "fuse_unk": fusesUnknown = try reader.readValue().boolean ?? false
      case "byte_fallback": fallsBackToBytes = try reader.readValue().boolean ?? false
      case "ignore_merges": takesWholePieces = try reader.readValue().boolean ?? false
      case "dropout", "continuing_subword_prefix", "end_of_word_suffix":
        try demandNothing(key, &reader)
      default: try reader.skip()
      }
    }
    if tokens.count == 0 {
      throw reader.error("expected a model with a vocabulary, found none", at: start)
    }
  }

  private func demand(_ type: String, _ reader: inout JSONReader) throws(JSONError) {
    let start = reader.offset
    let found = try reader.readText()
    if found != type {
      throw reader.error(
        "expected a model of type \(type), found \(quoted(found))", code: .unsupported, at: start)
    }
  }

  /// Refuses settings that would change what text is encoded to.
  private func demandNothing(
    _ key: String, _ reader: inout JSONReader
  ) throws(JSONError) {
    let start = reader.offset
    let value = try reader.readValue()
    if !value.isNull && value.string != "" {
      throw reader.error("expected no \(key), found one", code: .unsupported, at: start)
    }
  }

  /// Reads merges, each one string with a space or an array of two.
  private func mergePairs(_ reader: inout JSONReader) throws(JSONError) -> ByteStrings {
    var pairs = ByteStrings()
    try reader.beginArray()
    while try reader.nextElement() {
      let start = reader.offset
      if try reader.kind() == .array {
        let count = pairs.count
        try reader.beginArray()
        while try reader.nextElement() {
          try reader.readString()
          pairs.append(reader.string.span)
        }
        if pairs.count == count + 2 { continue }
      } else {
        try reader.readString()
        if pairs.appendPair(reader.string[...]) { continue }
      }
      throw reader.error("expected a merge of two tokens", at: start)
    }
    return pairs
  }
}
