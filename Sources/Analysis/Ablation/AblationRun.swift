import Tensors
public import Transformers

/// What is taken out of a model together, under one name.
public struct AblationTarget: Sendable {
  /// The name, such as `10.7`.
  public var label: String

  /// The parts.
  public var parts: [AblationPart]

  /// Names parts.
  public init(_ label: String, parts: [AblationPart]) {
    self.label = label
    self.parts = parts
  }
}

/// What taking one target out of one document does, token by token.
public struct AblationEffect: Sendable {
  /// The loss of each token but the first, less what it is in the model as it is.
  public var lossChanges: [Float]

  /// The logit of each token but the first, likewise.
  public var logitChanges: [Float]
}

/// A model from which targets are taken out, document by document.
///
/// The first reading takes the means that some kinds put in place; then each document is measured by
/// itself, so that memory holds one document's activations and never a document's logits.
///
///     var run = try AblationRun(of: model, targets: targets, kinds: kinds)
///     for document in documents { try run.observe(document) }
///     for (index, document) in documents.enumerated() { try run.effects(of: document, number: index) }
public struct AblationRun: Sendable {
  let model: Transformer
  let targets: [AblationTarget]
  let kinds: [AblationKind]

  private let sites: Set<String>
  private let seed: UInt64
  private var means: [AblationMean] = []

  /// What the targets' parts held in the document before, for resampling; the last one at first.
  private var before: [[Matrix]] = []

  var configuration: TransformerConfiguration { model.configuration }

  /// Prepares to take targets out of a model.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - targets: What is taken out, one at a time.
  ///   - kinds: How.
  ///   - seed: Where the chance of resampling begins.
  /// - Throws: `AnalysisError` when a part is not added to the residual stream.
  public init(
    of model: Transformer, targets: [AblationTarget], kinds: [AblationKind], seed: UInt64 = 0
  ) throws {
    self.model = model
    self.targets = targets
    self.kinds = kinds
    self.seed = seed
    for part in targets.flatMap(\.parts) { try part.checkWriting(in: model.configuration) }
    let divisor = model.configuration.finalNormalization == .none ? [] : [HookName.finalScale]
    sites = Set(
      targets.flatMap { $0.parts.map(\.site.name) } + divisor + [HookName.unembedIn])
    means = targets.map { AblationMean(parts: $0.parts, dModel: model.configuration.dModel) }
  }

  /// Whether documents must be observed before any is measured.
  public var needsObservation: Bool { kinds.contains { $0.replacement != .zero } }

  /// Counts a document into the means.
  ///
  /// - Parameter document: Its tokens.
  /// - Throws: `TransformerError` when the model cannot read it.
  public mutating func observe(_ document: [Int]) throws {
    let cache = try model(Run([document], sites: sites)).cache
    before = []
    for (index, target) in targets.enumerated() {
      let values = try target.values(in: cache)
      before.append(values)
      means[index].add(values, direct: try direct(values, of: target, in: cache))
    }
  }

  /// Measures a document.
  ///
  /// - Parameters:
  ///   - document: Its tokens, at least two.
  ///   - number: Which document it is, which chance depends on.
  /// - Returns: The losses of the model as it is, and for each target and kind its effect.
  /// - Throws: `TransformerError` when the model cannot read it.
  public mutating func effects(
    of document: [Int], number: Int
  ) throws -> (losses: [Float], effects: [[AblationEffect]]) {
    let baseline = try Baseline([document], of: model, recording: sites)
    let inputs = try baseline.activation(HookName.unembedIn)
    var patched: [Counterfactual] = []
    var direct: [Matrix] = [inputs]
    var current: [[Matrix]] = []
    for (index, target) in targets.enumerated() {
      let values = try target.values(in: baseline.cache)
      current.append(values)
      for kind in kinds {
        let new = replacements(kind, of: values, target: index, number: number)
        switch kind.way {
        case .patched:
          patched.append(
            Counterfactual(
              edits: try target.edits(new, for: values, in: baseline.cache)))
        case .direct:
          direct.append(
            try inputs + directChange(kind, values, new, target: index, in: baseline.cache))
        }
      }
    }
    before = current
    let (losses, shifted) = try losses(of: direct, baseline: baseline)
    let (patchedLosses, patchedLogits) = try baseline.losses(
      of: patched, logitsAgainst: inputs)
    return (
      losses[0],
      assemble(
        direct: Array(zip(losses, shifted).dropFirst()),
        patched: Array(zip(patchedLosses, patchedLogits)), base: losses[0])
    )
  }

  private func assemble(
    direct: [([Float], [Float])], patched: [([Float], [Float])], base: [Float]
  ) -> [[AblationEffect]] {
    var (direct, patched) = (direct[...], patched[...])
    return targets.map { _ in
      kinds.map { kind in
        let (losses, logits) =
          (kind.way == .direct ? direct.popFirst() : patched.popFirst()) ?? ([], [])
        return AblationEffect(
          lossChanges: zip(losses, base).map { $0 - $1 }, logitChanges: logits)
      }
    }
  }

  /// What stands in the place of each part's numbers.
  private func replacements(
    _ kind: AblationKind, of values: [Matrix], target: Int, number: Int
  ) -> [Matrix] {
    values.indices.map { part in
      let held = values[part]
      switch kind.replacement {
      case .zero: return Matrix(rows: held.rows, columns: held.columns)
      case .mean: return Matrix(repeating: means[target].part(part), rows: held.rows)
      case .resample:
        let donor = before.isEmpty ? held : before[target][part]
        var random = SplittableRandom(seed: seed).split(UInt64(number))
        return donor.gatheringRows(
          (0..<held.rows).map { _ in Int.random(in: 0..<donor.rows, using: &random) })
      }
    }
  }

  /// What the unembedding's input changes by.
  private func directChange(
    _ kind: AblationKind, _ old: [Matrix], _ new: [Matrix], target: Int,
    in cache: ActivationCache
  ) throws -> Matrix {
    var change = try direct(old, of: targets[target], in: cache)
    change.scale(by: -1)
    switch kind.replacement {
    case .zero: break
    // The mean of what is added, as the notebook takes it, not what the mean would add.
    case .mean: change += Matrix(repeating: means[target].direct, rows: change.rows)
    case .resample: change += try direct(new, of: targets[target], in: cache)
    }
    return change
  }

  /// What numbers of a target add to what the unembedding reads, shape `[position, dModel]`.
  private func direct(
    _ values: [Matrix], of target: AblationTarget, in cache: ActivationCache
  ) throws -> Matrix {
    var sum = Matrix(rows: cache.batch.rowCount, columns: configuration.dModel)
    for (part, values) in zip(target.parts, values) { sum += part.written(values, by: model) }
    return try model.unembeddingShare(of: sum, scale: cache[HookName.finalScale])
  }

  /// The losses of documents whose unembedding reads other rows, and the changes of their logits.
  private func losses(
    of inputs: [Matrix], baseline: Baseline
  ) throws -> (losses: [[Float]], logitChanges: [[Float]]) {
    let final = Entry(layer: configuration.layerCount)
    let residual = try baseline.activation(final.site(of: configuration))
    let changes = baseline.logitChanges(of: inputs, against: inputs[0])
    var losses: [[Float]] = []
    for input in inputs {
      var run = Run(
        baseline.sequences,
        interventions: [Intervention(site: HookName.unembedIn, edit: .function { _ in input })])
      run.start = Run.Start(layer: final.layer, residual: residual)
      run.wantsLosses = true
      losses += try model(run).losses?.bySequence ?? []
    }
    return (losses, changes)
  }
}

extension AblationTarget {
  /// The numbers of each part.
  fileprivate func values(in cache: ActivationCache) throws -> [Matrix] {
    try parts.map { $0.values(in: try activation(of: $0, in: cache)) }
  }

  /// The edits that put other numbers in place of each part's.
  fileprivate func edits(
    _ new: [Matrix], for old: [Matrix], in cache: ActivationCache
  ) throws -> [Edit] {
    try parts.indices.map { index in
      parts[index].edit(
        new[index], for: old[index], in: try activation(of: parts[index], in: cache))
    }
  }

  private func activation(
    of part: AblationPart, in cache: ActivationCache
  ) throws -> Matrix {
    guard let x = cache[part.site.name] else {
      throw AnalysisError(
        code: .notRecorded, message: "the run did not record this site", path: part.site.name)
    }
    return x
  }
}
