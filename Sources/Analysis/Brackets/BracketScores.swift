import Tensors
import Tokenizers
public import Transformers

/// What a model makes of brackets: the result of `inspect brackets`.
public struct BracketScores: Codable, Hashable, Sendable {
  /// The tokens of one symbol.
  public struct Symbol: Codable, Hashable, Sendable {
    /// The symbol.
    public var symbol: String

    /// Whether it opens.
    public var opens: Bool

    /// How many tokens begin with it.
    public var count: Int

    /// The texts of the first of them.
    public var examples: [String]
  }

  /// What comes behind one prompt.
  public struct Prompt: Codable, Hashable, Sendable {
    /// The text.
    public var prompt: String

    /// How many tokens it is, BOS included.
    public var tokens: Int

    /// The probability that the next token is a bracket.
    @Figure public var probability: Double

    /// The probability of each symbol, given a bracket.
    public var conditional: [Figure]

    /// The symbol that is right.
    public var answer: String?

    /// The metrics, by name; nil without an answer.
    public var metrics: [String: Figure]?

    /// The likeliest symbol, by its place among the symbols.
    public var likeliest: Int {
      conditional.indices.max { conditional[$0].wrappedValue < conditional[$1].wrappedValue } ?? 0
    }
  }

  /// The model; nil where only its vocabulary was read.
  public var model: String?

  /// The symbols, in the order of the columns.
  public var symbols: [Symbol]

  /// The prompts.
  public var prompts: [Prompt]

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]
}

extension BracketScores {
  /// Describes a vocabulary's brackets, without a model.
  ///
  /// - Parameters:
  ///   - classes: The tokens of each symbol.
  ///   - exampleCount: How many of each symbol's tokens are written out.
  ///   - text: The text of a token.
  public init(
    _ classes: BracketClasses, exampleCount: Int = 8, text: (Int) -> String
  ) {
    symbols = BracketClasses.symbols.indices.map { index in
      Symbol(
        symbol: String(BracketClasses.symbols[index]),
        opens: index < BracketClasses.openingCount, count: classes.tokens[index].count,
        examples: classes.tokens[index].prefix(exampleCount).map(text))
    }
    prompts = []
    warnings = []
    let missing = symbols.filter { $0.count == 0 }.map(\.symbol)
    if !missing.isEmpty {
      warnings.append("no token begins with " + missing.joined(separator: " "))
    }
  }

  /// Reads prompts, each by itself, and what the model foresees behind them.
  ///
  /// Prompts longer than the model's context are left out, with a warning.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - texts: The prompts.
  ///   - bos: Whether each is read after BOS.
  /// - Throws: `AnalysisError` with code `.unusableRequest` when an answer is no bracket, or no
  ///   prompt can be read; `TransformerError` when BOS is wanted and there is none.
  public init(of model: LanguageModel, behind texts: [BracketPrompt], bos: BOSPolicy) throws {
    let configuration = model.configuration
    let classes = BracketClasses(of: model.tokenizer, below: configuration.dVocabOut)
    self.init(classes) { model.tokenizer.text(of: $0) }
    self.model = model.name
    for text in texts {
      let answer = try text.answer.map { try Self.index(of: $0, behind: text.prompt) }
      let tokens = try model.tokens(of: text.prompt, bos: bos)
      guard tokens.count <= configuration.contextSize, !tokens.isEmpty else { continue }
      let logits = try model.transformer(Run([tokens], logits: .last)).logits
      prompts.append(
        Prompt(
          text, tokens: tokens.count, BracketLogits(logits[row: 0], of: classes), answer: answer))
    }
    try noteOmissions(of: texts.count - prompts.count, contextSize: configuration.contextSize)
  }

  private static func index(of answer: String, behind prompt: String) throws -> Int {
    guard let index = BracketClasses.index(of: answer) else {
      let known = BracketClasses.symbols.map(String.init).joined(separator: " ")
      throw AnalysisError(
        code: .unusableRequest, message: "the answer '\(answer)' is no bracket: one of \(known)",
        path: "'\(prompt)'")
    }
    return index
  }

  private mutating func noteOmissions(of count: Int, contextSize: Int) throws(AnalysisError) {
    let limit = "the model reads 1 to \(contextSize) tokens"
    guard !prompts.isEmpty else {
      throw AnalysisError(
        code: .unusableRequest, message: "\(limit), and none has as many", path: "prompts")
    }
    if count > 0 { warnings.append("\(count) prompts are left out: \(limit)") }
  }
}

extension BracketScores.Prompt {
  fileprivate init(_ text: BracketPrompt, tokens: Int, _ logits: BracketLogits, answer: Int?) {
    prompt = text.prompt
    self.tokens = tokens
    probability = logits.probability
    conditional = logits.conditionalProbabilities.map { Figure($0) }
    self.answer = text.answer
    metrics = answer.map { answer in
      Dictionary(
        uniqueKeysWithValues: BracketMetric.allCases.map {
          ($0.rawValue, Figure($0.value(at: logits, answer: answer)))
        })
    }
  }
}
