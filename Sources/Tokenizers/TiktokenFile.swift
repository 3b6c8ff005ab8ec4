extension TokenizerDefinition {
  /// Reads a `.tiktoken` file: a line for each token, its bytes in base64 and its rank.
  ///
  /// The file says neither pattern nor special tokens; they follow from how many tokens it has, as
  /// OpenAI, Meta and Alibaba published them: 50,256 are GPT-2's, 100,256 cl100k's, 128,000
  /// Llama 3's, 151,643 Qwen's. Any other number is taken to split as cl100k.
  ///
  /// - Parameter path: The file.
  /// - Throws: `TokenizerError` with the line that cannot be read.
  init(tiktoken path: String) throws(TokenizerError) {
    self.path = path
    spelling = .bytes
    takesWholePieces = true
    let contents = try fileContents(path)
    var start = 0
    while start < contents.count {
      let end = contents[start...].firstIndex(of: UInt8(ascii: "\n")) ?? contents.count
      guard appendToken(contents[start..<end]) else {
        throw TokenizerError(
          code: .syntax, message: "expected a token in base64, a space and its rank",
          path: path, byteOffset: start)
      }
      start = end + 1
    }
    merges = .ranks(ids.map { UInt32(clamping: $0) })
    applyKnownSettings()
  }

  private mutating func appendToken(_ line: ArraySlice<UInt8>) -> Bool {
    var line = line
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if line.isEmpty { return true }
    guard let space = line.firstIndex(of: UInt8(ascii: " ")),
      let bytes = bytes(base64: line[..<space]), !bytes.isEmpty,
      let rank = Int(String(decoding: line[(space + 1)...], as: UTF8.self)), rank >= 0
    else { return false }
    tokens.append(bytes)
    ids.append(rank)
    return true
  }

  private mutating func applyKnownSettings() {
    preTokenizer = .llama3
    switch tokens.count {
    case 50_256:
      preTokenizer = .gpt2
      addSpecial(["<|endoftext|>": 50_256])
    case 100_256:
      addSpecial([
        "<|endoftext|>": 100_257, "<|fim_prefix|>": 100_258, "<|fim_middle|>": 100_259,
        "<|fim_suffix|>": 100_260, "<|endofprompt|>": 100_276,
      ])
    case 128_000: addSpecial(["<|begin_of_text|>": 128_000, "<|end_of_text|>": 128_001])
    case 151_643:
      preTokenizer = .qwen2
      addSpecial(["<|endoftext|>": 151_643, "<|im_start|>": 151_644, "<|im_end|>": 151_645])
    default: break
    }
  }

  private mutating func addSpecial(_ special: KeyValuePairs<String, Int>) {
    for (content, id) in special {
      addedTokens.append(AddedToken(id: id, content: content, isSpecial: true))
    }
  }
}

/// The bytes that base64 stands for; nil where it is not base64 (RFC 4648, section 4).
private func bytes(base64: ArraySlice<UInt8>) -> [UInt8]? {
  guard base64.count % 4 == 0 else { return nil }
  var bytes: [UInt8] = []
  var bits: UInt32 = 0
  var bitCount = 0
  for character in base64.prefix(while: { $0 != UInt8(ascii: "=") }) {
    guard let value = value(base64: character) else { return nil }
    bits = bits << 6 | value
    bitCount += 6
    if bitCount >= 8 {
      bitCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
    }
  }
  let padding = base64.reversed().prefix { $0 == UInt8(ascii: "=") }.count
  return base64.count * 6 - padding * 6 == bytes.count * 8 + bitCount && padding <= 2 ? bytes : nil
}

private func value(base64 character: UInt8) -> UInt32? {
  switch character {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 97 + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) - 48 + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
