public import Transformers

/// What is known of a notebook before it is gone through.
public struct NotebookFacts: Sendable {
  /// The sizes by which its model is known again, whatever files its weights come in.
  struct Sizes: Sendable {
    var layerCount: Int
    var headCount: Int
    var dModel: Int
    var dMLP: Int
    var dVocab: Int
    var activation: ActivationFunction
    /// Whether some layers see a window of the text alone, as GPT-Neo's do.
    var isWindowed = false
  }

  /// What it is about.
  public let title: String

  /// Where it is from.
  public let source: String

  /// The known name of the model that it reads with.
  public let model: String

  /// What it does to the weights.
  public let processing: Processing

  /// Whether it reads texts after BOS.
  public let bos: BOSPolicy

  let sizes: Sizes

  /// Whether a model has the sizes of the notebook's.
  ///
  /// Weights cannot be told apart by more: the notebooks name no digests.
  public func isOriginal(_ configuration: TransformerConfiguration) -> Bool {
    configuration.layerCount == sizes.layerCount && configuration.headCount == sizes.headCount
      && configuration.dModel == sizes.dModel && configuration.dMLP == sizes.dMLP
      && configuration.dVocab == sizes.dVocab && configuration.activation == sizes.activation
      && configuration.attentionWindows.contains { $0 != nil } == sizes.isWindowed
  }

  /// Reads a model with the notebook's processing.
  ///
  /// Attention that rotates queries and keys cannot be refactored: that step is then left out.
  ///
  /// - Parameters:
  ///   - path: The model's file or folder.
  ///   - name: What it is called.
  /// - Returns: The model.
  /// - Throws: The error of the part that is missing or damaged.
  public func load(at path: String, name: String) throws -> LanguageModel {
    do {
      return try LanguageModel(at: path, name: name, processing: processing)
    } catch let error as TransformerError where error.code == .unusableProcessing {
      return try LanguageModel(
        at: path, name: name,
        processing: Processing(processing.steps.filter { $0 != .refactorAttention }))
    }
  }
}

extension NotebookFacts {
  private static let gpt2Small = Sizes(
    layerCount: 12, headCount: 12, dModel: 768, dMLP: 3072, dVocab: 50257, activation: .geluNew)

  static let htmlNeurons = NotebookFacts(
    title: "HTML neurons",
    source: "Mechanistic analysis of HTML tags closing in GPT-2, a notebook.",
    model: "gpt2", processing: .standard, bos: .always, sizes: gpt2Small)

  static let copySuppression = NotebookFacts(
    title: "negative heads",
    source: """
      Callum McDougall and others, SERI-MATS-2023-Streamlit-pages: the notebook that prepares the \
      pages on copy suppression.
      """,
    model: "gpt2", processing: .standard, bos: .always, sizes: gpt2Small)

  static let properNouns = NotebookFacts(
    title: "proper-noun neurons",
    source: "Mike X Cohen, A deep understanding of AI language model mechanisms, part 5.",
    model: "gpt2-medium", processing: .none, bos: .never,
    sizes: Sizes(
      layerCount: 24, headCount: 16, dModel: 1024, dMLP: 4096, dVocab: 50257,
      activation: .geluNew))

  static let bracketClosing = NotebookFacts(
    title: "bracket closing",
    source: "SamAdamDay, mechanistic-interpretability-projects, bracket-closing.ipynb.",
    model: "gpt-neo-125m", processing: Processing(Processing.Step.allCases), bos: .always,
    sizes: Sizes(
      layerCount: 12, headCount: 12, dModel: 768, dMLP: 3072, dVocab: 50257,
      activation: .geluNew, isWindowed: true))

  static let tagClosing = NotebookFacts(
    title: "HTML tags closed by neurons",
    source: "Alan Cooney, SoLU Circuits, a notebook.", model: "solu-1l-1024w",
    processing: Processing([.foldLayerNorm]), bos: .always,
    sizes: Sizes(
      layerCount: 1, headCount: 16, dModel: 1024, dMLP: 4096, dVocab: 50278,
      activation: .soluLN))
}
