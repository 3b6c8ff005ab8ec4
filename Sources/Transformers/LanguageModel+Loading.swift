import Checkpoints
public import Tokenizers

extension LanguageModel {
  /// Reads a model and its tokenizer.
  ///
  /// - Parameters:
  ///   - path: A GGUF file, a folder with one, or a folder in Hugging Face's layout.
  ///   - name: What the model is called in what is written about it.
  ///   - processing: What is done to the weights before they are used.
  /// - Throws: The error of the part that is missing or damaged.
  public init(at path: String, name: String, processing: Processing = .none) throws {
    switch try ModelFiles(at: path) {
    case .gguf(let file):
      let checkpoint = try GGUFFile(path: file)
      self.init(
        name: name, path: path, transformer: try Transformer(checkpoint, processing: processing),
        tokenizer: try Tokenizer(checkpoint), processing: processing, weightFiles: [file])
    case .folder(let folder):
      self.init(
        name: name, path: path,
        transformer: try Transformer(folder: folder, processing: processing),
        tokenizer: try Tokenizer(folder: folder), processing: processing,
        weightFiles: try Self.weightFiles(in: folder))
    }
  }

  /// Reads a model's tokenizer alone, without its weights.
  public static func tokenizer(at path: String) throws -> Tokenizer {
    switch try ModelFiles(at: path) {
    case .gguf(let file): try Tokenizer(GGUFFile(path: file))
    case .folder(let folder): try Tokenizer(folder: folder)
    }
  }

  /// The files that a folder's tensors lie in, shards each by itself.
  private static func weightFiles(in folder: String) throws -> [String] {
    let checkpoint = try openCheckpoint(at: try Transformer.weightFile(in: folder))
    return Set(checkpoint.tensorNames.compactMap { checkpoint.info($0)?.path }).sorted()
  }
}
