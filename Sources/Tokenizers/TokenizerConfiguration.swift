import JSONText

/// What `tokenizer_config.json` and `special_tokens_map.json` say beside a vocabulary.
struct TokenizerConfiguration {
  /// The text of the tokens that open, close and fill up sequences.
  var beginning: String?
  var end: String?
  var padding: String?

  /// Whether sequences are opened and closed by them; nil where nothing is said.
  var addsBeginning: Bool?
  var addsEnd: Bool?

  /// Tokens listed by id under `added_tokens_decoder`.
  var addedTokens: [AddedToken] = []

  /// Other tokens that are named as special.
  var specialNames: [String] = []

  /// Reads those of the two files that a folder has.
  init(folder: String) throws(TokenizerError) {
    for name in ["special_tokens_map.json", "tokenizer_config.json"] {
      let path = "\(folder)/\(name)"
      guard fileExists(path) else { continue }
      try readJSONFile(path) { reader throws(JSONError) in try read(&reader) }
    }
  }

  private mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    try reader.readObject { reader, key throws(JSONError) in
      switch key {
      case "bos_token": try name(&reader) { $0.beginning = $1 }
      case "eos_token": try name(&reader) { $0.end = $1 }
      case "pad_token": try name(&reader) { $0.padding = $1 }
      case "unk_token", "sep_token", "cls_token", "mask_token": try name(&reader) { _, _ in }
      case "add_bos_token": addsBeginning = try reader.readValue().boolean
      case "add_eos_token": addsEnd = try reader.readValue().boolean
      case "added_tokens_decoder": try readAddedTokens(&reader)
      default: try reader.skip()
      }
    }
  }

  /// Reads a token, which is its text or an object with its text as `content`.
  private mutating func name(
    _ reader: inout JSONReader, _ set: (inout TokenizerConfiguration, String) -> Void
  ) throws(JSONError) {
    let value = try reader.readValue()
    guard let name = value.string ?? value["content"]?.string else { return }
    set(&self, name)
    specialNames.append(name)
  }

  private mutating func readAddedTokens(_ reader: inout JSONReader) throws(JSONError) {
    try reader.readObject { reader, key throws(JSONError) in
      guard let id = Int(key) else {
        throw reader.error("expected an id as key, found \(quoted(key))")
      }
      addedTokens.append(try AddedToken(&reader, id: id))
    }
  }
}

extension AddedToken {
  /// Reads an added token's object.
  ///
  /// - Parameters:
  ///   - reader: Stands before the object.
  ///   - id: Its number, where the object does not say it.
  /// - Throws: `JSONError` where id or content is missing.
  init(_ reader: inout JSONReader, id: Int? = nil) throws(JSONError) {
    let start = reader.offset
    var token = AddedToken(id: id ?? -1, content: "", isSpecial: false)
    try reader.readObject { reader, key throws(JSONError) in
      switch key {
      case "id": token.id = try reader.readCount()
      case "content": token.content = try reader.readText()
      case "special": token.isSpecial = try reader.readBool()
      case "normalized": token.isNormalized = try reader.readBool()
      case "lstrip": token.stripsLeft = try reader.readBool()
      case "rstrip": token.stripsRight = try reader.readBool()
      case "single_word": token.isSingleWord = try reader.readBool()
      default: try reader.skip()
      }
    }
    guard token.id >= 0 && !token.content.isEmpty else {
      throw reader.error("expected an added token with an id and content", at: start)
    }
    self = token
  }
}

extension TokenizerDefinition {
  /// Takes what the files beside the vocabulary say; names that it lacks are let go.
  mutating func apply(_ configuration: TokenizerConfiguration) {
    let known = Set(addedTokens.map(\.id))
    addedTokens += configuration.addedTokens.filter { !known.contains($0.id) }
    for name in configuration.specialNames { markSpecial(name) }
    beginning = configuration.beginning.flatMap(id) ?? beginning
    end = configuration.end.flatMap(id) ?? end
    padding = configuration.padding.flatMap(id) ?? padding
    addsBeginning = configuration.addsBeginning ?? addsBeginning
    addsEnd = configuration.addsEnd ?? addsEnd
  }

  /// Where nothing was said of what opens and closes a sequence, takes the usual tokens.
  ///
  /// GPT-2 and GPT-NeoX open and close with `<|endoftext|>`.
  mutating func applyDefaults() {
    let usual = [
      ("<|endoftext|>", "<|endoftext|>"), ("<|begin_of_text|>", "<|end_of_text|>"),
      ("<s>", "</s>"),
    ]
    guard beginning == nil && end == nil else { return }
    for (first, last) in usual {
      guard let opening = id(of: first), let closing = id(of: last) else { continue }
      (beginning, end) = (opening, closing)
      return
    }
  }

  /// The id of an added token, or of a token as it is written.
  func id(of name: String) -> Int? {
    if let token = addedTokens.first(where: { $0.content == name }) { return token.id }
    let bytes = Array(name.utf8)
    let place = (0..<tokens.count).first { index in
      tokens.range(of: index).count == bytes.count
        && tokens.bytes[tokens.range(of: index)].elementsEqual(bytes)
    }
    return place.map { ids[$0] }
  }

  /// Makes a token of the vocabulary a special one, if it is there.
  mutating func markSpecial(_ name: String) {
    if let index = addedTokens.firstIndex(where: { $0.content == name }) {
      addedTokens[index].isSpecial = true
    } else if let id = id(of: name) {
      addedTokens.append(AddedToken(id: id, content: name, isSpecial: true))
    }
  }
}
