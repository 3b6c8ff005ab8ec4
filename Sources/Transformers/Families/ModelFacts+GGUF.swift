import Checkpoints

extension ModelFacts {
  /// Takes the sizes and choices from a GGUF file's metadata, under its architecture's prefix.
  ///
  /// A file that does not count its vocabulary has as many tokens as its tokenizer.
  init(_ file: GGUFFile) throws(TransformerError) {
    guard let architecture = file.metadata["general.architecture"]?.textValue else {
      throw TransformerError(
        code: .unsupportedModel, message: "the metadata has no 'general.architecture'",
        path: file.path)
    }
    let prefix = "\(architecture)."
    var values: [String: Value] = [:]
    for (key, value) in file.metadata where key.hasPrefix(prefix) {
      values[key] = Value(value)
    }
    if let tokens = file.metadata["tokenizer.ggml.tokens"]?.textValues {
      values[prefix + "vocab_size"] = values[prefix + "vocab_size"] ?? .integer(tokens.count)
    }
    values[prefix + "add_bos_token"] = file.metadata["tokenizer.ggml.add_bos_token"]
      .flatMap(Value.init)
    self.init(path: file.path, prefix: prefix, values: values)
  }
}

extension ModelFacts.Value {
  /// The fact that a metadata value is; nil where it is an array.
  fileprivate init?(_ value: MetadataValue) {
    switch value {
    case .integer(let number): self = .integer(number)
    case .real(let number): self = .real(number)
    case .flag(let flag): self = .flag(flag)
    case .text(let text): self = .text(text)
    default: return nil
    }
  }
}
