import Tensors
public import Transformers

/// What each part of a model adds to the logits of some prompts' answers, straight through the
/// residual stream.
///
/// The rows add up to the difference of the logits, biases among them.
public struct DirectAttribution: Sendable {
  /// One part, and what it adds for each prompt.
  public struct Row: Sendable {
    /// The part, in TransformerLens's words: `L10H7`, `3_mlp_out`, `b_U`.
    public var label: String

    /// What it adds, a number for each prompt.
    public var values: [Double]
  }

  /// The parts.
  public var rows: [Row]

  /// The difference of the logits that the model gives, for each prompt.
  public var logitDifferences: [Double]

  /// What the rows leave of the difference, for each prompt: rounding.
  public var remainders: [Double] {
    logitDifferences.indices.map { prompt in
      rows.reduce(logitDifferences[prompt]) { $0 - $1.values[prompt] }
    }
  }
}

/// The parts that logits are attributed to.
public enum AttributionParts: Sendable {
  /// Embeddings, attentions and MLPs.
  case components
  /// Heads, MLPs, embeddings and the biases of attention.
  case heads
  /// Neurons, attentions, embeddings and the biases of MLPs.
  case neurons
  /// An autoencoder's features, its bias and error, and the components that are not in its input.
  case features(SiteAutoencoder)
  /// The positions that heads read from, MLPs, embeddings and the biases of attention.
  case sourcePositions
}

/// Prompts that have been run once, and can be attributed in any way.
public struct AttributionRun: Sendable {
  /// The prompts.
  public let prompts: [AnsweredPrompt]

  let analysis: ResidualAnalysis
  let logits: Matrix

  var configuration: TransformerConfiguration { analysis.model.configuration }
  var answers: [LogitCombination] { prompts.map(\.answer) }

  /// Runs prompts with all that attribution reads.
  ///
  /// - Parameters:
  ///   - prompts: The prompts, of any lengths.
  ///   - model: The model.
  ///   - sites: Sites to record besides.
  /// - Throws: `TransformerError` when a prompt cannot be read, or an answer is no token.
  public init(
    _ prompts: [AnsweredPrompt], of model: Transformer, recording sites: Set<String> = []
  ) throws {
    precondition(!prompts.isEmpty, "AttributionRun: no prompts")
    self.prompts = prompts
    try model.weights.unembedding.check(prompts.map(\.answer))
    let patterns = (0..<model.configuration.layerCount).flatMap { layer in
      [HookName.Block.pattern, .value].map { $0.name(layer: layer) }
    }
    let all = ResidualAnalysis.sites(of: model.configuration).union(patterns).union(sites)
    let result = try model(Run(prompts.map(\.tokens), sites: all, logits: .last))
    analysis = try ResidualAnalysis(result.cache, of: model, at: .last)
    logits = result.logits
  }

  /// The difference of the answers' logits, for each prompt.
  public var logitDifferences: [Double] {
    prompts.indices.map { answers[$0].value(at: logits[row: $0]) }
  }

  /// Attributes the difference of the logits to parts of the model.
  ///
  /// - Parameter parts: Which parts.
  /// - Returns: The parts, and what each adds.
  /// - Throws: `AnalysisError` with code `.unalignedPrompts` when source positions are asked of
  ///   prompts of different lengths, and such as concern the autoencoder.
  public func attribution(to parts: AttributionParts) throws -> DirectAttribution {
    var attribution = DirectAttribution(rows: [], logitDifferences: logitDifferences)
    switch parts {
    case .components: attribution.add(try effects(of: analysis.decomposedResidual()))
    case .heads: attribution.add(try effects(of: analysis.fullDecomposition()))
    case .neurons:
      let layers = 0..<configuration.layerCount
      attribution.add(try analysis.logitAttributions(ofNeurons: layers, to: answers))
      attribution.add(try effects(of: partsBesideNeurons()))
    case .features(let autoencoder):
      attribution.add(try effects(of: autoencoder.parts(of: self)))
    case .sourcePositions:
      attribution.add(try effects(of: partsBySource()))
    }
    return attribution
  }

  private func effects(of stack: ResidualStack) throws -> LogitAttribution {
    try analysis.logitAttributions(of: stack, to: answers)
  }

  private func partsBesideNeurons() throws -> ResidualStack {
    let components = try analysis.decomposedResidual()
    var stack = ResidualStack()
    for (label, component) in zip(components.labels, components.components)
    where !label.hasSuffix("_mlp_out") {
      stack.append(component, label)
    }
    var bias = analysis.accumulatedBias(to: .unembedding, includesMLPs: true)
    var others = analysis.accumulatedBias(to: .unembedding, includesMLPs: false)
    others.scale(by: -1)
    bias += others
    stack.append(Matrix(repeating: bias, rows: prompts.count), "bias")
    return stack
  }
}

extension DirectAttribution {
  fileprivate mutating func add(_ attribution: LogitAttribution) {
    for (index, label) in attribution.labels.enumerated() {
      let values = attribution.values[row: index]
      rows.append(Row(label: label, values: values.indices.map { Double(values[$0]) }))
    }
  }
}
