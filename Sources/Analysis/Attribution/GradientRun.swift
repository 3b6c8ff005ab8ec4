import Tensors
public import Transformers

/// Two runs whose difference is taken times gradients: attribution patching and its integrated form.
///
///     attribution[site, p, c] = (source − target)[site, p, c] · ∂metric/∂target[site, p, c]
///
/// It foretells what patching the number would do to the target's metric, in two passes forward and
/// one back for all sites at once. With `steps` the gradient is the mean over runs whose embeddings
/// lie between the target's and the source's.
///
/// Source: Nanda 2023, <https://www.neelnanda.io/mechanistic-interpretability/attribution-patching>;
/// Hanna et al. 2024, <https://arxiv.org/abs/2403.17806>.
public struct GradientRun: Sendable {
  /// The pairs.
  public let pairs: [PromptPair]

  /// How positions are paired.
  public let alignment: Alignment

  /// What the target's run would have to be changed by to be the source's.
  private let source: ActivationCache
  private let target: ActivationCache

  /// The difference of the answers' logits, for each clean and each corrupted prompt.
  public let logitDifferences: (clean: [Double], corrupted: [Double])

  /// The metric's gradients at the target, one for each step along the way.
  private let gradients: [ActivationCache]
  let model: Transformer

  var configuration: TransformerConfiguration { model.configuration }

  /// Runs both prompts of every pair, and takes gradients.
  ///
  /// - Parameters:
  ///   - pairs: The pairs, each with a corrupted twin.
  ///   - model: The model.
  ///   - direction: Which of each pair is the target.
  ///   - rule: How positions are paired.
  ///   - sites: The sites that are attributed to.
  ///   - gradientSites: Those at which gradients are wanted; nil for the same.
  ///   - steps: Over how many points between the prompts gradients are averaged; 0 for the target
  ///     alone.
  /// - Throws: `AnalysisError` with code `.unalignedPrompts`; `TransformerError` as the runs do.
  public init(
    _ pairs: [PromptPair], of model: Transformer, direction: PatchDirection = .denoising,
    alignedBy rule: AlignmentRule = .equalLengths, sites: Set<String>,
    gradientSites: Set<String>? = nil, steps: Int = 0
  ) throws {
    self.pairs = pairs
    self.model = model
    let corrupted = pairs.compactMap(\.corrupted)
    guard corrupted.count == pairs.count else {
      throw AnalysisError(
        code: .unalignedPrompts, message: "every prompt needs a corrupted twin", path: "prompts")
    }
    try model.weights.unembedding.check(pairs.map(\.answer))
    let clean = pairs.map(\.clean)
    let (targets, sources) = direction == .denoising ? (corrupted, clean) : (clean, corrupted)
    let lengths = [targets, sources].map { Set($0.map(\.count)) }
    guard lengths.allSatisfy({ $0.count == 1 }) else {
      throw AnalysisError(
        code: .unalignedPrompts, message: "the prompts of one side must have one length",
        path: "prompts")
    }
    alignment = try Alignment(
      sourceCount: sources[0].count, targetCount: targets[0].count, by: rule)
    let embeddings: Set<String> = [HookName.embed]
    let other = try model(Run(sources, sites: sites.union(embeddings), logits: .last))
    source = other.cache

    let answers = pairs.map(\.answer)
    var run = Run(
      targets, gradientOf: .function { logits in Self.objective(logits, answers) },
      at: gradientSites ?? sites, sites: sites.union(embeddings), logits: .last)
    let first = try model(run)
    target = first.cache
    func differences(_ logits: Matrix) -> [Double] {
      answers.indices.map { answers[$0].value(at: logits[row: $0]) }
    }
    let (here, there) = (differences(first.logits), differences(other.logits))
    logitDifferences =
      direction == .denoising ? (clean: there, corrupted: here) : (clean: here, corrupted: there)
    guard steps > 0 else {
      gradients = [first.gradients]
      return
    }
    run.sites = []
    let way = Self.embeddings(from: target, to: source, alignment)
    gradients = try (0..<steps).map { step in
      // The midpoints of equal parts of the way.
      let share = (Float(step) + 0.5) / Float(steps)
      var change = way.change
      change.scale(by: share)
      let moved = way.start + change
      var run = run
      run.interventions = [Intervention(site: HookName.embed, edit: .function { _ in moved })]
      return try model(run).gradients
    }
  }

  private static func objective(
    _ logits: Matrix, _ answers: [LogitCombination]
  ) -> (value: Double, gradient: Matrix) {
    var gradient = Matrix(rows: logits.rows, columns: logits.columns)
    var value = 0.0
    for (row, answer) in answers.enumerated() {
      value += answer.value(at: logits[row: row])
      for term in answer.terms { gradient[row, term.token] += term.weight }
    }
    return (value, gradient)
  }

  /// The target's embeddings, and what takes them to the source's where positions are paired.
  private static func embeddings(
    from target: ActivationCache, to source: ActivationCache, _ alignment: Alignment
  ) -> (start: Matrix, change: Matrix) {
    guard let start = target[HookName.embed], let end = source[HookName.embed] else {
      preconditionFailure("GradientRun: embeddings were not recorded")
    }
    return (start, difference(start, end, target.batch, source.batch, alignment))
  }

  private static func difference(
    _ target: Matrix, _ source: Matrix, _ targets: Batch, _ sources: Batch, _ alignment: Alignment
  ) -> Matrix {
    var change = Matrix(rows: target.rows, columns: target.columns)
    for (to, from) in zip(targets.ranges, sources.ranges) {
      for pair in alignment.pairs {
        var row = change[mutableRow: to.lowerBound + pair.target]
        add(source[row: from.lowerBound + pair.source], to: &row)
        add(target[row: to.lowerBound + pair.target], scale: -1, to: &row)
      }
    }
    return change
  }

  /// What takes the target's activations of a site to the source's, zero where no position is
  /// paired.
  func change(at site: String) throws -> Matrix {
    guard let target = target[site], let source = source[site] else { throw missing(site) }
    return Self.difference(target, source, self.target.batch, self.source.batch, alignment)
  }

  /// The mean gradient at a site.
  func gradient(at site: String) throws -> Matrix {
    guard var sum = gradients[0][site] else { throw missing(site) }
    for gradients in gradients.dropFirst() {
      if let gradient = gradients[site] { sum += gradient }
    }
    sum.scale(by: 1 / Float(gradients.count))
    return sum
  }

  private func missing(_ site: String) -> AnalysisError {
    AnalysisError(code: .notRecorded, message: "the runs did not record this site", path: site)
  }

  /// Where a pair's target lies in the rows.
  func rows(ofPair pair: Int) -> Range<Int> { target.batch.ranges[pair] }

  /// What changing one head's scores or pattern is foretold to do at each position of its queries.
  func squareProducts(at site: String, pair: Int) throws -> Matrix {
    guard let from = source.square(site, sequence: pair),
      let to = target.square(site, sequence: pair), from.shape == to.shape
    else {
      throw AnalysisError(
        code: .unusableRequest, message: "patterns are compared of prompts of one length only",
        path: site)
    }
    let (headCount, queryCount) = (to.shape[0], to.shape[1])
    var products = Matrix(rows: headCount, columns: queryCount)
    for gradients in gradients {
      guard let gradient = gradients.square(site, sequence: pair) else { throw missing(site) }
      for head in 0..<headCount {
        for query in 0..<queryCount {
          let row = head * queryCount + query
          var sum = 0.0
          // Keys that a query does not see have scores of −∞ in both runs.
          for key in 0..<to.shape[2] where to.matrix[row, key].isFinite {
            sum +=
              Double(from.matrix[row, key] - to.matrix[row, key])
              * Double(gradient.matrix[row, key])
          }
          products[head, query] += Float(sum) / Float(self.gradients.count)
        }
      }
    }
    return products
  }
}
