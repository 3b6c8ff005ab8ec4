import Tensors

extension Run {
  /// Whether losses are computed: for the caller or the objective.
  var needsLosses: Bool {
    if case .loss = objective { true } else { wantsLosses }
  }

  /// Throws what is wrong with this request for a model, before anything is computed.
  func check(against model: Transformer, offset: Int) throws(TransformerError) {
    let configuration = model.configuration
    precondition(offset == 0 || sequences.count == 1, "Run: a cache continues one sequence")
    checkPrefix(offset: offset)
    precondition(
      objective != nil || (gradientSites.isEmpty && gradientWeights.isEmpty),
      "Run: gradients of no objective")
    for (index, sequence) in sequences.enumerated() {
      let earlier = prefix?.parts[index].count ?? offset
      try check(sequence, against: configuration, offset: earlier)
    }
    try checkSites(of: configuration)
    try checkWeights(of: model)
    try checkObjective(against: configuration)
    try checkStart(against: configuration)
  }

  private func checkPrefix(offset: Int) {
    guard let prefix else { return }
    precondition(
      offset == 0 && prefix.parts.count == sequences.count && objective == nil,
      "Run: a prefix before each sequence, beside neither another's past nor gradients")
    for part in prefix.parts {
      precondition(
        prefix.cache.batch.ranges.indices.contains(part.sequence)
          && (0...prefix.cache.batch.ranges[part.sequence].count).contains(part.count),
        "Run: a prefix of \(part.count) positions of sequence \(part.sequence)")
    }
  }

  private func checkSites(of configuration: TransformerConfiguration) throws(TransformerError) {
    let known = Set(configuration.sites.map(\.name))
    let named = sites.union(interventions.map(\.site)).union(gradientSites)
    for site in named.sorted() where !known.contains(site) {
      throw TransformerError(
        code: .unknownSite,
        message: """
          no site '\(site)': this \(configuration.family) model has \(configuration.layerCount) \
          layers, numbered from 0, and sites such as blocks.0.hook_resid_pre
          """)
    }
    try checkSplits(of: configuration)
  }

  /// Where each head has an input of its own, no one normalization stands before them all.
  private func checkSplits(of configuration: TransformerConfiguration) throws(TransformerError) {
    let altered = gradientSites.union(interventions.map(\.site))
    for layer in 0..<configuration.layerCount {
      let split = HookName.Block.splitInputs.map { $0.name(layer: layer) }
        .first(where: altered.contains)
      let norm = [HookName.Block.attentionScale, .attentionNormalized]
        .map { $0.name(layer: layer) }.first(where: altered.contains)
      if let split, let norm {
        throw TransformerError(
          code: .unknownSite,
          message: """
            '\(norm)' beside '\(split)': a run that changes the heads' own inputs, or takes \
            gradients there, normalizes each by itself; ask for them in two runs
            """)
      }
    }
  }

  private func checkWeights(of model: Transformer) throws(TransformerError) {
    guard !gradientWeights.isEmpty else { return }
    let known = model.namedWeights.map(\.name)
    for weight in gradientWeights.sorted() where !known.contains(weight) {
      throw TransformerError(
        code: .unknownWeight,
        message: "no weight '\(weight)': this model has \(known.joined(separator: ", "))")
    }
  }

  private func checkObjective(
    against configuration: TransformerConfiguration
  ) throws(TransformerError) {
    if case .logitDifferences(let right, let wrong, _) = objective {
      for tokens in [right, wrong] {
        precondition(
          tokens.count == 1 || tokens.count == sequences.count,
          "logitDifferences: \(tokens.count) tokens for \(sequences.count) sequences")
        try checkVocabulary(tokens, count: configuration.dVocabOut)
      }
    }
    guard needsLosses else { return }
    for sequence in sequences {
      try checkVocabulary(sequence.dropFirst(), count: configuration.dVocabOut)
    }
    guard sequences.contains(where: { $0.count > 1 }) else {
      throw TransformerError(
        code: .emptyPrompt, message: "a loss needs a sequence of two tokens or more")
    }
  }

  private func checkVocabulary(
    _ tokens: some Collection<Int>, count: Int
  ) throws(TransformerError) {
    if let token = tokens.first(where: { $0 < 0 || $0 >= count }) {
      throw TransformerError(
        code: .tokenOutOfRange,
        message: "token \(token): the model has logits for ids 0 to \(count - 1)")
    }
  }

  private func checkStart(
    against configuration: TransformerConfiguration
  ) throws(TransformerError) {
    guard let start else { return }
    let rowCount = sequences.reduce(0) { $0 + $1.count }
    precondition(
      start.residual.rows == rowCount && start.residual.columns == configuration.dModel,
      """
      Run: a residual stream of [\(start.residual.rows), \(start.residual.columns)] \
      for [\(rowCount), \(configuration.dModel)]
      """)
    guard start.layer >= 0 && start.layer <= configuration.layerCount else {
      throw TransformerError(
        code: .unknownSite,
        message: "layer \(start.layer): the model has layers 0 to \(configuration.layerCount - 1)")
    }
    precondition(
      !start.isAfterAttention || configuration.hasStateAfterAttention,
      "Run: no residual stream between attention and MLP")
    let named = sites.union(interventions.map(\.site)).union(gradientSites)
    let all = configuration.sites.map(\.name)
    let skipped = all.prefix { $0 != start.firstSite(of: configuration) }
    if let site = skipped.first(where: named.contains) {
      throw TransformerError(
        code: .unknownSite,
        message: "'\(site)' lies before layer \(start.layer), where the run begins")
    }
  }

  private func check(
    _ sequence: [Int], against configuration: TransformerConfiguration, offset: Int
  ) throws(TransformerError) {
    guard !sequence.isEmpty else {
      throw TransformerError(
        code: .emptyPrompt,
        message: "a sequence without tokens: give a prompt, or prepend BOS with --bos always")
    }
    guard offset + sequence.count <= configuration.contextSize else {
      throw TransformerError(
        code: .contextTooLong,
        message: """
          a sequence of \(offset + sequence.count) tokens: the model's context holds \
          \(configuration.contextSize)
          """)
    }
    if let place = sequence.firstIndex(where: { $0 < 0 || $0 >= configuration.dVocab }) {
      throw TransformerError(
        code: .tokenOutOfRange,
        message: """
          token \(sequence[place]) at position \(place): the vocabulary has ids \
          0 to \(configuration.dVocab - 1)
          """)
    }
  }
}

extension Run.Start {
  /// The first site that a run which begins here meets.
  fileprivate func firstSite(of configuration: TransformerConfiguration) -> String {
    guard layer < configuration.layerCount else {
      return configuration.finalNormalization == .none ? HookName.unembedIn : HookName.finalScale
    }
    let point: HookName.Block = isAfterAttention ? .residMid : .residPre
    return point.name(layer: layer)
  }
}

extension TransformerConfiguration {
  /// Whether the residual stream has a state between a block's attention and its MLP.
  public var hasStateAfterAttention: Bool { !isParallel && !isAttentionOnly }
}
