/// What is done to a model's weights, before it runs, so that they are easier to read.
public struct Processing: Sendable, Equatable {
  /// One of TransformerLens's steps, by its name there.
  public enum Step: String, CaseIterable, Sendable {
    /// Folds normalizations into the weights that read them.
    case foldLayerNorm = "fold_ln"
    /// Takes the mean off what is written to the residual stream.
    case centerWritingWeights = "center_writing_weights"
    /// Takes the mean over the vocabulary off the unembedding.
    case centerUnembed = "center_unembed"
    /// Moves value biases into the outputs' biases.
    case foldValueBiases = "fold_value_biases"
    /// Makes each head's factors orthogonal.
    case refactorAttention = "refactor_factored_attn_matrices"
  }

  /// The steps, in the order in which they are taken: TransformerLens's, whatever order was asked.
  public let steps: [Step]

  /// Takes the given steps.
  public init(_ steps: some Sequence<Step>) {
    let chosen = Set(steps)
    self.steps = Step.allCases.filter(chosen.contains)
  }

  /// Leaves weights as they are.
  public static let none = Processing([])

  /// What TransformerLens does unless told otherwise: all but refactoring attention.
  public static let standard = Processing(
    Step.allCases.filter { $0 != .refactorAttention })

  /// Reads `none`, `standard`, or steps by name with commas between; `standard` may be among them.
  ///
  /// - Throws: `TransformerError` with code `.unusableProcessing` when it names another step.
  public init(_ text: String) throws(TransformerError) {
    let names = text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
    guard !names.isEmpty else { throw Self.unknown(text) }
    var steps: [Step] = []
    for name in names {
      switch (name, Step(rawValue: name)) {
      case (_, let step?): steps.append(step)
      case ("standard", _): steps += Self.standard.steps
      case ("none", _) where names.count == 1: break
      default: throw Self.unknown(name)
      }
    }
    self.init(steps)
  }

  /// The steps' names, as manifests record them.
  public var names: [String] { steps.map(\.rawValue) }

  private static func unknown(_ name: String) -> TransformerError {
    let steps = Step.allCases.map(\.rawValue).joined(separator: ", ")
    return TransformerError(
      code: .unusableProcessing,
      message: "processing '\(name)': expected none, standard, or a list of \(steps)")
  }
}

extension Processing.Step {
  /// Why the step leaves a model as it is; nil where it does not.
  public func reasonToSkip(_ configuration: TransformerConfiguration) -> String? {
    switch self {
    case .foldLayerNorm where configuration.normalization == .none:
      "the model does not normalize"
    case .centerWritingWeights where !configuration.centresEveryRead:
      "not every normalization takes the mean off"
    default: nil
    }
  }

  func apply(
    _ configuration: TransformerConfiguration, _ weights: consuming TransformerWeights
  ) throws(TransformerError) -> (TransformerConfiguration, TransformerWeights) {
    switch self {
    case .foldLayerNorm: foldingLayerNorm(configuration, weights)
    case .centerWritingWeights: centeringWritingWeights(configuration, weights)
    case .centerUnembed: centeringUnembed(configuration, weights)
    case .foldValueBiases: foldingValueBiases(configuration, weights)
    case .refactorAttention: try refactoringAttention(configuration, weights)
    }
  }
}

extension Transformer {
  /// The same model with its weights processed.
  ///
  /// - Parameter processing: The steps to take; those that would change the model are skipped, as
  ///   `Processing.Step.reasonToSkip(_:)` says.
  /// - Returns: A model whose predictions are the same.
  /// - Throws: `TransformerError` with code `.unusableProcessing` where attention cannot be
  ///   refactored.
  public func processed(by processing: Processing) throws(TransformerError) -> Transformer {
    try Transformer(configuration, weights, processing: processing)
  }

  /// Makes a model of weights that are processed first, in place where no one else holds them.
  init(
    _ configuration: TransformerConfiguration, _ weights: consuming TransformerWeights,
    processing: Processing
  ) throws(TransformerError) {
    try configuration.check()
    try weights.check(against: configuration)
    var (configuration, processed) = (configuration, weights)
    for step in processing.steps {
      (configuration, processed) = try step.apply(configuration, consume processed)
    }
    try self.init(configuration: configuration, weights: processed)
  }
}
