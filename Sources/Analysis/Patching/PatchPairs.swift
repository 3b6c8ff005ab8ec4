public import Transformers

/// A prompt that shows a behaviour, the twin that does not, and the answers that tell them apart.
public struct PromptPair: Sendable {
  /// The tokens of the prompt that shows it.
  public var clean: [Int]

  /// The tokens of its twin; nil where nothing is taken from one.
  public var corrupted: [Int]?

  /// What is measured: the clean prompt's right answer less a wrong one.
  public var answer: LogitCombination

  /// Makes a pair.
  public init(clean: [Int], corrupted: [Int]? = nil, answer: LogitCombination) {
    self.clean = clean
    self.corrupted = corrupted
    self.answer = answer
  }
}

/// Which of two prompts runs, and which is patched from.
public enum PatchDirection: String, Codable, Hashable, Sendable, CaseIterable {
  /// The corrupted prompt runs, and the clean one's activations are put in: what is enough for the
  /// behaviour?
  case denoising
  /// The clean prompt runs, and the corrupted one's activations are put in: what is needed for it?
  case noising
}

/// Prompts in pairs, run once, with their positions paired.
public struct PatchPairs: Sendable {
  /// The pairs.
  public let pairs: [PromptPair]

  /// Which of each pair runs.
  public let direction: PatchDirection

  /// The runs that are patched.
  public let target: Baseline

  /// The runs that are patched from; the target's own where there is no twin.
  public let source: Baseline

  /// How the positions of all pairs are paired: those that are patched.
  public var alignment: Alignment

  /// What is measured, for each pair.
  public var answers: [LogitCombination] { pairs.map(\.answer) }

  /// Runs both prompts of every pair.
  ///
  /// - Parameters:
  ///   - pairs: The pairs; all clean prompts have one length, and all corrupted ones.
  ///   - model: The model.
  ///   - direction: Which of each pair runs. Without twins the clean one does.
  ///   - rule: How positions are paired where lengths differ.
  ///   - sites: The sites to record.
  /// - Throws: `AnalysisError` with code `.unalignedPrompts` when lengths do not fit;
  ///   `TransformerError` when the model cannot read a prompt.
  public init(
    _ pairs: [PromptPair], of model: Transformer, direction: PatchDirection,
    alignedBy rule: AlignmentRule = .equalLengths, recording sites: Set<String>
  ) throws {
    precondition(!pairs.isEmpty, "PatchPairs: no pairs")
    self.pairs = pairs
    let (clean, corrupted) = (pairs.map(\.clean), pairs.compactMap(\.corrupted))
    guard corrupted.isEmpty || corrupted.count == clean.count else {
      throw AnalysisError(
        code: .unalignedPrompts,
        message: "\(corrupted.count) of \(clean.count) prompts have a corrupted twin: expected all",
        path: "prompts")
    }
    self.direction = corrupted.isEmpty ? .noising : direction
    let runsClean = self.direction == .noising
    let (targets, sources) = runsClean ? (clean, corrupted) : (corrupted, clean)
    let target = try Baseline(targets, of: model, recording: sites)
    self.target = target
    source =
      try corrupted.isEmpty ? target : Baseline(sources, of: model, recording: sites)
    alignment = try Alignment(
      sourceCount: try Self.length(of: source.sequences),
      targetCount: try Self.length(of: targets), by: rule)
  }

  private static func length(of sequences: [[Int]]) throws(AnalysisError) -> Int {
    let lengths = Set(sequences.map(\.count)).sorted()
    guard lengths.count == 1 else {
      throw AnalysisError(
        code: .unalignedPrompts,
        message: """
          prompts of \(lengths.map(String.init).joined(separator: ", ")) tokens: those of one side \
          must have one length
          """, path: "prompts")
    }
    return lengths[0]
  }

  /// The metric of the clean prompts and of the corrupted ones, which are nil without twins.
  ///
  /// - Throws: `TransformerError` where an answer is outside the vocabulary.
  public func values(of metric: Metric) throws -> (clean: [Double], corrupted: [Double]?) {
    let targets = try target.values(of: metric, answers: answers)
    guard pairs[0].corrupted != nil else { return (targets, nil) }
    let sources = try source.values(of: metric, answers: answers)
    return direction == .noising ? (targets, sources) : (sources, targets)
  }
}
