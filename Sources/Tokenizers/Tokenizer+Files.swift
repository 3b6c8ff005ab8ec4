extension Tokenizer {
  /// Reads the tokenizer of a model's folder.
  ///
  /// It is `tokenizer.json` where there is one, else `vocab.json` and `merges.txt`; beside either,
  /// `tokenizer_config.json` and `special_tokens_map.json` say which tokens open and close
  /// sequences.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: `TokenizerError` with the file and place that cannot be read.
  public init(folder: String) throws(TokenizerError) {
    var definition = try Self.definition(folder: folder)
    definition.apply(try TokenizerConfiguration(folder: folder))
    definition.applyDefaults()
    try self.init(definition)
  }

  /// Reads a `tokenizer.json` by whatever name, or a file whose name ends in `.tiktoken`.
  public init(file: String) throws(TokenizerError) {
    var definition =
      file.hasSuffix(".tiktoken")
      ? try TokenizerDefinition(tiktoken: file) : try TokenizerDefinition(tokenizerJSON: file)
    definition.applyDefaults()
    try self.init(definition)
  }

  private static func definition(folder: String) throws(TokenizerError) -> TokenizerDefinition {
    let file = "\(folder)/tokenizer.json"
    if fileExists(file) { return try TokenizerDefinition(tokenizerJSON: file) }
    if fileExists("\(folder)/vocab.json") {
      return try TokenizerDefinition(vocabularyAndMergesIn: folder)
    }
    throw TokenizerError(
      code: .unreadable,
      message: "expected a folder with tokenizer.json, or vocab.json and merges.txt", path: folder)
  }
}
