extension HubListing {
  /// What a model needs beside its weights, where the repository has it.
  private static let companions = [
    "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
    "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "tokenizer.model",
    "LICENSE", "LICENSE.txt",
  ]

  /// The files of a model, those that make a folder a model last.
  ///
  /// One form of the weights is taken: safetensors if there are any, whole or in shards, else
  /// PyTorch's, else TransformerLens's.
  ///
  /// - Parameter repository: The repository, for the error.
  /// - Returns: Files at the top of the repository.
  /// - Throws: `DownloadError` with code `.badResponse` when there are no weights.
  func modelFiles(of repository: RepositoryName) throws(DownloadError) -> [File] {
    let small = Self.companions.compactMap(file)
    for (stem, suffix) in [("model", "safetensors"), ("pytorch_model", "bin")] {
      if let whole = file("\(stem).\(suffix)") { return small + [whole] }
      if let index = file("\(stem).\(suffix).index.json") {
        return small + shards(stem: stem, suffix: suffix) + [index]
      }
    }
    if let state = file("model_final.pth") { return small + [state] }
    let found = names.prefix(8).joined(separator: ", ")
    throw DownloadError(
      code: .badResponse,
      message: "expected model.safetensors or pytorch_model.bin in it; it has \(found)",
      subject: repository.description)
  }

  /// The files such as `model-00001-of-00002.safetensors`.
  private func shards(stem: String, suffix: String) -> [File] {
    names.filter { name in
      isPlain(name[...]) && name.hasPrefix("\(stem)-") && name.hasSuffix(".\(suffix)")
    }.sorted().compactMap(file)
  }
}
