import Tensors

/// One forward pass: the state that its steps hand on.
struct ForwardPass {
  let configuration: TransformerConfiguration
  let weights: TransformerWeights
  let rotary: RotaryEmbedding?
  let run: Run
  let batch: Batch

  /// The position of every row, counted from its sequence's beginning.
  let positions: [Int]

  private(set) var past: KeyValueCache?
  private(set) var cache: ActivationCache
  private(set) var logits: Matrix

  private let interventions: [String: [Intervention]]
  private var sitesToMeet: Set<String>

  init(of model: Transformer, run: Run, past: KeyValueCache?) throws(TransformerError) {
    configuration = model.configuration
    weights = model.weights
    rotary = model.rotary
    self.run = run
    self.past = past
    batch = Batch(run.sequences)
    let offset = past?.count ?? 0
    positions = batch.ranges.flatMap { offset..<offset + $0.count }
    cache = ActivationCache(batch: batch)
    logits = Matrix(rows: 0, columns: model.configuration.dVocabOut)
    interventions = Dictionary(grouping: run.interventions, by: \.site)
    sitesToMeet = run.sites
    try run.check(against: configuration, offset: offset)
  }

  var result: RunResult { RunResult(cache: cache, logits: logits) }

  /// Whether everything that was asked for is there.
  private var isFinished: Bool { sitesToMeet.isEmpty && run.logits == .none }

  /// Runs the blocks, up to the last that is needed, and the unembedding where logits are.
  mutating func perform() throws(TransformerError) {
    var residual = try embed()
    for layer in 0..<configuration.layerCount {
      guard !isFinished else { return }
      try runBlock(layer, on: &residual)
    }
    past?.advance(by: batch.rowCount)
    guard !isFinished else { return }
    try unembed(residual)
  }

  private mutating func embed() throws(TransformerError) -> Matrix {
    var residual = weights.embedding.gatheringRows(batch.tokens)
    try visit(HookName.embed, &residual)
    if let table = weights.positionEmbedding {
      var vectors = table.gatheringRows(positions)
      try visit(HookName.positionEmbed, &vectors)
      residual += vectors
    }
    return residual
  }

  private mutating func runBlock(
    _ layer: Int, on residual: inout Matrix
  ) throws(TransformerError) {
    try visit(.residPre, layer, &residual)
    guard !isFinished else { return }
    residual += try attentionOutput(of: residual, layer: layer)
    try visit(.residMid, layer, &residual)
    guard !isFinished else { return }
    if let mlp = weights.blocks[layer].mlp {
      residual += try output(of: mlp, on: residual, layer: layer)
    }
    try visit(.residPost, layer, &residual)
  }

  private mutating func output(
    of mlp: MLPWeights, on residual: Matrix, layer: Int
  ) throws(TransformerError) -> Matrix {
    let input = try normalize(
      residual, configuration.normalization, by: mlp.norm,
      scaleSite: HookName.Block.mlpScale.name(layer: layer),
      quotientSite: HookName.Block.mlpNormalized.name(layer: layer))
    var pre = (mlp.gate ?? mlp.input)(input)
    try visit(.mlpPre, layer, &pre)
    var post = configuration.activation(pre)
    if mlp.gate != nil {
      var linear = mlp.input(input)
      try visit(.mlpPreLinear, layer, &linear)
      post.multiply(by: linear)
    }
    try visit(.mlpPost, layer, &post)
    guard !isFinished else { return Matrix(rows: residual.rows, columns: residual.columns) }
    var output = mlp.output(post)
    try visit(.mlpOut, layer, &output)
    return output
  }

  private mutating func unembed(_ residual: Matrix) throws(TransformerError) {
    var rows: [Int] = []
    for range in batch.ranges {
      for position in try run.logits.positions(in: range.count) {
        rows.append(range.lowerBound + position)
      }
    }
    let everyRow = HookName.afterBlocks.contains { touches($0) }
    var input = try normalize(
      everyRow ? residual : residual.gatheringRows(rows), configuration.finalNormalization,
      by: weights.finalNorm, scaleSite: HookName.finalScale, quotientSite: HookName.finalNormalized)
    try visit(HookName.unembedIn, &input)
    guard !isFinished else { return }
    guard touches(HookName.unembedOut) else {
      logits = weights.unembedding(everyRow ? input.gatheringRows(rows) : input)
      return
    }
    var output = weights.unembedding(input)
    try visit(HookName.unembedOut, &output)
    logits = output.gatheringRows(rows)
  }

  /// Normalizes the residual stream, showing the divisor and the quotient on the way.
  mutating func normalize(
    _ residual: Matrix, _ kind: TransformerConfiguration.Normalization,
    by weights: NormalizationWeights?, scaleSite: String, quotientSite: String
  ) throws(TransformerError) -> Matrix {
    var normalized: Normalized
    switch kind {
    case .layerNorm, .layerNormPre:
      normalized = layerNorm(residual, epsilon: configuration.epsilon)
    case .rmsNorm, .rmsNormPre: normalized = rmsNorm(residual, epsilon: configuration.epsilon)
    case .none: return residual
    }
    let computedScale = normalized.scale
    if try visit(scaleSite, &normalized.scale) {
      multiplyRows(&normalized.quotient, by: computedScale)
      divideRows(&normalized.quotient, by: normalized.scale)
    }
    try visit(quotientSite, &normalized.quotient)
    return weights.map { scaled(normalized.quotient, by: $0) } ?? normalized.quotient
  }
}

extension ForwardPass {
  /// Whether a site is recorded or changed in this run.
  func touches(_ site: String) -> Bool {
    run.sites.contains(site) || interventions[site] != nil
  }

  /// Changes and records what was computed at a site, as the run asks.
  ///
  /// - Returns: Whether it was changed.
  @discardableResult
  mutating func visit(_ site: String, _ value: inout Matrix) throws(TransformerError) -> Bool {
    let changes = interventions[site] ?? []
    for change in changes { try change.apply(to: &value, batch: batch) }
    if sitesToMeet.remove(site) != nil { cache.record(value, at: site) }
    return !changes.isEmpty
  }

  /// Changes and records what was computed at a point of a block, as the run asks.
  mutating func visit(
    _ point: HookName.Block, _ layer: Int, _ value: inout Matrix
  ) throws(TransformerError) {
    try visit(point.name(layer: layer), &value)
  }

  /// Changes and records the scores or patterns of every sequence, `[head · query, key]` each.
  mutating func visitSquares(
    _ point: HookName.Block, _ layer: Int, _ squares: inout [Matrix]
  ) throws(TransformerError) {
    let site = point.name(layer: layer)
    for change in interventions[site] ?? [] {
      for (index, range) in batch.ranges.enumerated() {
        // A head's queries are laid out as one sequence's positions are.
        let heads = Batch(Array(repeating: run.sequences[index], count: configuration.headCount))
        precondition(heads.rowCount == configuration.headCount * range.count)
        try change.apply(to: &squares[index], batch: heads)
      }
    }
    if sitesToMeet.remove(site) != nil {
      cache.record(
        squares.map { square in
          let queries = square.rows / configuration.headCount
          return Tensor(square, shape: [configuration.headCount, queries, square.columns])
        }, at: site)
    }
  }

  /// The keys and values that queries of this layer may attend to, the earlier ones included.
  mutating func extendPast(
    layer: Int, keys: Matrix, values: Matrix
  ) -> (keys: Matrix, values: Matrix) {
    past?.extend(layer: layer, keys: keys, values: values) ?? (keys, values)
  }
}

/// A quotient multiplied by a normalization's scale and shifted.
private func scaled(_ quotient: Matrix, by weights: NormalizationWeights) -> Matrix {
  var result = quotient
  result.forEachRow { _, row in
    let scale = weights.scale[row: 0]
    for i in row.indices { row[i] *= scale[i] }
    if let shift = weights.shift { add(shift[row: 0], to: &row) }
  }
  return result
}
