extension TransformerConfiguration {
  /// Reads what a model is made of from a `config.json` of Hugging Face or of TransformerLens.
  ///
  /// What the weights alone say, such as an old SoLU model's final normalization, is not known here.
  ///
  /// - Parameter path: The file.
  /// - Throws: `TransformerError` when the file cannot be read, or the family is unknown.
  public init(file path: String) throws(TransformerError) {
    let facts = try ModelFacts(configurationFile: path)
    let family = try Transformer.family(
      named: Family.name(in: facts), among: Family.inFolders, facts)
    self = try family.configuration(facts)
    try check()
  }
}
