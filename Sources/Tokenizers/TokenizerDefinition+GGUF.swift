extension TokenizerDefinition {
  /// What a GGUF file says of a token in `tokenizer.ggml.token_type`.
  enum TokenType {
    static let normal = 1
    static let unknown = 2
    static let control = 3
    static let userDefined = 4
  }

  /// Takes the tokens of a GGUF file in the order of their ids, with their types.
  mutating func take(tokens strings: [String], types: [Int]) throws(TokenizerError) {
    guard types.isEmpty || types.count == strings.count else {
      throw error("expected a type for each of \(strings.count) tokens, found \(types.count)")
    }
    for string in strings { tokens.append(string.utf8) }
    ids = Array(strings.indices)
    for (id, type) in types.enumerated() where !strings[id].isEmpty {
      switch type {
      case TokenType.unknown, TokenType.control:
        addedTokens.append(AddedToken(id: id, content: strings[id], isSpecial: true))
      case TokenType.userDefined:
        addedTokens.append(AddedToken(id: id, content: strings[id], isSpecial: false))
      default: break
      }
    }
  }

  /// Takes the pre-tokenizer that a GGUF file names in `tokenizer.ggml.pre`.
  ///
  /// The name stands for more than the pattern: what else the model's own `tokenizer.json` asks for
  /// is set as well, normalization (which llama.cpp leaves out) among it.
  ///
  /// Source: `llm_tokenizer_bpe` and `llama_vocab::impl::load` in llama.cpp's `llama-vocab.cpp`.
  mutating func take(preTokenizer name: String) throws(TokenizerError) {
    switch name {
    case "gpt-2", "phi-2", "mpt", "jais": preTokenizer = .gpt2
    case "olmo": (preTokenizer, normalizer) = (.gpt2, .unicode(.composed))
    case "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b":
      preTokenizer = .smollm
    case "llama3", "llama-v3", "llama-bpe", "falcon3", "pixtral":
      (preTokenizer, takesWholePieces) = (.llama3, true)
    case "dbrx", "smaug-bpe": preTokenizer = .llama3
    case "qwen2", "deepseek-r1-qwen":
      (preTokenizer, normalizer) = (.qwen2, .unicode(.composed))
    case "stablelm2", "hunyuan", "megrez": preTokenizer = .qwen2
    default:
      throw error(
        "expected a pre-tokenizer known here (gpt-2, smollm, llama-bpe, qwen2, …), found "
          + quoted(name), code: .unsupported)
    }
  }
}
