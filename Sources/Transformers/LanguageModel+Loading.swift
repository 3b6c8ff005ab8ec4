import Checkpoints
public import Tokenizers

extension LanguageModel {
  /// Reads a model and its tokenizer.
  ///
  /// - Parameters:
  ///   - path: A GGUF file, a folder with one, or a folder in Hugging Face's layout.
  ///   - name: What the model is called in what is written about it.
  /// - Throws: The error of the part that is missing or damaged.
  public init(at path: String, name: String) throws {
    switch try ModelFiles(at: path) {
    case .gguf(let file):
      let checkpoint = try GGUFFile(path: file)
      self.init(
        name: name, path: path, transformer: try Transformer(checkpoint),
        tokenizer: try Tokenizer(checkpoint), weightFiles: [file])
    case .folder(let folder):
      self.init(
        name: name, path: path, transformer: try Transformer(folder: folder),
        tokenizer: try Tokenizer(folder: folder),
        weightFiles: [try Transformer.weightFile(in: folder)])
    }
  }

  /// Reads a model's tokenizer alone, without its weights.
  public static func tokenizer(at path: String) throws -> Tokenizer {
    switch try ModelFiles(at: path) {
    case .gguf(let file): try Tokenizer(GGUFFile(path: file))
    case .folder(let folder): try Tokenizer(folder: folder)
    }
  }
}
