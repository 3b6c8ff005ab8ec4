public import Corpora
import Tokenizers
public import Transformers

/// The model that goes through a notebook, and what it is given to read.
public struct ReplayStage: Sendable {
  /// The model, with the notebook's processing.
  public var model: LanguageModel

  /// Whether texts are read after BOS.
  public var bos: BOSPolicy

  /// The pages that stand for the notebook's data.
  public var documents: [Document]

  /// Whether the pages are Thresher's own examples.
  public var isSample: Bool

  /// Whether the notebook's mistakes are made again.
  public var notebookCompat = false

  /// The seed of every random choice.
  public var seed: UInt64 = 0

  /// A file or folder with case 000's autoencoder; nil where it is not at hand.
  public var autoencoder: String?

  /// Sets a stage.
  ///
  /// - Parameters:
  ///   - model: The model, with the notebook's processing.
  ///   - bos: Whether texts are read after BOS.
  ///   - documents: The pages; nil for a few examples.
  public init(model: LanguageModel, bos: BOSPolicy, documents: [Document]? = nil) {
    self.model = model
    self.bos = bos
    self.documents = documents ?? SamplePages.documents
    isSample = documents == nil
  }

  var configuration: TransformerConfiguration { model.configuration }

  /// A text's tokens, at most as many as the model reads.
  func tokens(of text: String) throws -> [Int] {
    Array(try model.tokens(of: text, bos: bos).prefix(configuration.contextSize))
  }

  /// A page's text as tokens: special tokens in it are text.
  func textTokens(of text: String) throws -> [Int] {
    try prefix + model.tokenizer.encode(text, parsingSpecialTokens: false).map(\.id)
  }

  /// What comes before a text.
  var prefix: [Int] { get throws { try model.beginning(under: bos).map { [$0] } ?? [] } }

  /// The text of each token.
  func texts(of tokens: [Int]) -> [String] { tokens.map { model.tokenizer.text(of: $0) } }

  /// A continuation of a text, without special tokens.
  func continuation(
    of text: String, tokens count: Int, interventions: [Intervention] = []
  ) throws -> String {
    let written = try model.transformer.generate(
      tokens(of: text),
      options: GenerationOptions(maxTokens: count, interventions: interventions))
    return model.tokenizer.decode(written.filter { !model.tokenizer.isSpecial($0) })
  }

  /// The layer at the notebook's place: the same number where the model is as deep, else as far
  /// along.
  func layer(_ layer: Int, of count: Int) -> Int {
    layer < configuration.layerCount ? layer : layer * configuration.layerCount / count
  }
}
