import Checkpoints
import Tokenizers

extension Tokenizer {
  /// The tokenizer that a GGUF file carries in its metadata.
  init(_ file: GGUFFile) throws {
    let tokens = try file.required("tokenizer.ggml.tokens", \.textValues)
    let types = file.metadata["tokenizer.ggml.token_type"]?.integerValues ?? []
    func id(_ key: String) -> Int? { file.metadata["tokenizer.ggml.\(key)"]?.integerValue }
    func flag(_ key: String) -> Bool? { file.metadata["tokenizer.ggml.\(key)"]?.flagValue }
    switch try file.required("tokenizer.ggml.model", \.textValue) {
    case "gpt2":
      try self.init(
        tokens: tokens, merges: try file.required("tokenizer.ggml.merges", \.textValues),
        tokenTypes: types,
        preTokenizer: file.metadata["tokenizer.ggml.pre"]?.textValue ?? "gpt-2",
        beginning: id("bos_token_id"), end: id("eos_token_id"), padding: id("padding_token_id"),
        addsBeginning: flag("add_bos_token") ?? false, addsEnd: flag("add_eos_token") ?? false,
        path: file.path)
    case "llama":
      try self.init(
        tokens: tokens,
        scores: try file.required("tokenizer.ggml.scores", \.realValues).map { Float($0) },
        tokenTypes: types, addsPrefixSpace: flag("add_space_prefix") ?? true,
        beginning: id("bos_token_id"), end: id("eos_token_id"), padding: id("padding_token_id"),
        addsBeginning: flag("add_bos_token") ?? true, addsEnd: flag("add_eos_token") ?? false,
        path: file.path)
    case let kind:
      throw TransformerError(
        code: .unsupportedModel, message: "a tokenizer of kind '\(kind)': expected gpt2 or llama",
        path: file.path)
    }
  }
}
