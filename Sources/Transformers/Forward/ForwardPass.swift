import Gradients
import Tensors

/// One forward pass, and the pass back through it: the state that their steps hand on.
///
/// It is written once. Every step handles variables; those that depend on nothing whose gradient
/// is wanted leave no trace on the tape.
struct ForwardPass {
  let configuration: TransformerConfiguration
  let weights: TransformerWeights
  let run: Run
  let batch: Batch

  /// The position of every row, counted from its sequence's beginning.
  let positions: [Int]

  /// The rotations of the rows' queries and keys; nil where positions enter otherwise.
  let rotations: RowRotations?

  var tape = Tape()
  private(set) var past: KeyValueCache?
  private(set) var cache: ActivationCache

  let interventions: [String: [Intervention]]
  let weightsAskedFor: [NamedWeight]
  private var sitesToMeet: Set<String>
  private(set) var watchedSites: [String: [Watched]] = [:]
  private(set) var watchedWeights: [String: Tape.Node] = [:]

  /// A place on the tape, and the shape of what is there.
  struct Watched {
    let node: Tape.Node
    let rows: Int
    let columns: Int
  }

  init(of model: Transformer, run: Run, past: KeyValueCache?) throws(TransformerError) {
    configuration = model.configuration
    weights = model.weights
    self.run = run
    self.past = past
    batch = Batch(run.sequences)
    let offset = past?.count ?? 0
    let offsets = run.prefix?.parts.map(\.count)
    positions = batch.ranges.enumerated().flatMap { index, range in
      let first = offsets?[index] ?? offset
      return first..<first + range.count
    }
    cache = ActivationCache(batch: batch)
    interventions = Dictionary(grouping: run.interventions, by: \.site)
    weightsAskedFor =
      run.gradientWeights.isEmpty
      ? [] : model.namedWeights.filter { run.gradientWeights.contains($0.name) }
    sitesToMeet = run.sites
    try run.check(against: model, offset: offset)
    rotations = model.rotary?.rotations(at: positions)
  }

  /// Whether everything that was asked for is there.
  var isFinished: Bool {
    sitesToMeet.isEmpty && run.logits == .none && !run.wantsLosses && run.objective == nil
  }

  /// Runs the blocks, up to the last that is needed, and what comes after them where it is.
  mutating func perform() throws(TransformerError) -> RunResult {
    var residual = if let start = run.start { Variable(start.residual) } else { try embed() }
    for layer in (run.start?.layer ?? 0)..<configuration.layerCount {
      guard !isFinished else { break }
      try runBlock(layer, on: &residual)
    }
    past?.advance(by: batch.rowCount)
    guard !isFinished else { return result() }
    return try finish(residual)
  }

  func result(logits: Matrix? = nil) -> RunResult {
    RunResult(
      cache: cache, logits: logits ?? Matrix(rows: 0, columns: configuration.dVocabOut),
      gradients: ActivationCache(batch: batch))
  }

  private mutating func embed() throws(TransformerError) -> Variable {
    var residual = look(up: batch.tokens, in: weights.embedding, WeightName.embedding)
    try visit(HookName.embed, &residual)
    if let table = weights.positionEmbedding {
      var vectors = look(up: positions, in: table, WeightName.positionEmbedding)
      try visit(HookName.positionEmbed, &vectors)
      tape.add(vectors, to: &residual)
    }
    return residual
  }

  private mutating func runBlock(
    _ layer: Int, on residual: inout Variable
  ) throws(TransformerError) {
    if let start = run.start, start.layer == layer && start.isAfterAttention {
      return try runMLP(layer, on: &residual)
    }
    try visit(.residPre, layer, &residual)
    guard !isFinished, let attention = try attentionOutput(of: residual, layer: layer) else {
      return
    }
    guard let mlp = weights.blocks[layer].mlp else {
      tape.add(attention, to: &residual)
      return try visit(.residPost, layer, &residual)
    }
    guard configuration.isParallel else {
      tape.add(attention, to: &residual)
      return try runMLP(layer, on: &residual)
    }
    guard !isFinished, let output = try output(of: mlp, on: residual, layer: layer) else { return }
    tape.add(attention, to: &residual)
    tape.add(output, to: &residual)
    try visit(.residPost, layer, &residual)
  }

  /// The second half of a block whose MLP reads what its attention has added to.
  private mutating func runMLP(
    _ layer: Int, on residual: inout Variable
  ) throws(TransformerError) {
    try visit(.residMid, layer, &residual)
    guard !isFinished, let mlp = weights.blocks[layer].mlp,
      let output = try output(of: mlp, on: residual, layer: layer)
    else { return }
    tape.add(output, to: &residual)
    try visit(.residPost, layer, &residual)
  }

  /// What a block's MLP adds to the residual stream; nil where the run needs nothing behind its
  /// neurons.
  private mutating func output(
    of mlp: MLPWeights, on residual: Variable, layer: Int
  ) throws(TransformerError) -> Variable? {
    var input = residual
    try visit(.mlpIn, layer, &input)
    input = try normalize(
      input, configuration.normalization, by: mlp.norm, names(ofNorm: .mlp, layer: layer))
    var post = try neurons(of: mlp, on: input, layer: layer)
    try visit(.mlpPost, layer, &post)
    guard !isFinished else { return nil }
    var output = apply(mlp.output, to: post, .mlpOutput, .mlpOutputBias, layer)
    try visit(.mlpOut, layer, &output)
    return output
  }

  private mutating func neurons(
    of mlp: MLPWeights, on input: Variable, layer: Int
  ) throws(TransformerError) -> Variable {
    guard let gate = mlp.gate else {
      if passesUnseen(HookName.Block.mlpPre.name(layer: layer)),
        !configuration.activation.isNormalized
      {
        var post = mlp.input.outputs(for: input.value)
        configuration.activation.replace(&post)
        return Variable(post)
      }
      var pre = apply(mlp.input, to: input, .mlpInput, .mlpInputBias, layer)
      try visit(.mlpPre, layer, &pre)
      var post = tape.record(configuration.activation(pre.value), of: pre)
      guard configuration.activation.isNormalized else { return post }
      try visit(.mlpMid, layer, &post)
      return try normalize(
        post, .layerNorm, by: mlp.activationNorm, names(ofNorm: .activation, layer: layer))
    }
    var pre = apply(gate, to: input, .gate, .gateBias, layer)
    try visit(.mlpPre, layer, &pre)
    let opening = tape.record(configuration.activation(pre.value), of: pre)
    var linear = apply(mlp.input, to: input, .mlpInput, .mlpInputBias, layer)
    try visit(.mlpPreLinear, layer, &linear)
    let (value, pullback) = gated(linear.value, by: opening.value)
    return tape.record(
      value, through: [Tape.Edge(to: linear, pullback.x), Tape.Edge(to: opening, pullback.gate)])
  }
}

extension ForwardPass {
  /// Whether a site is changed in this run, or its gradient wanted.
  func alters(_ site: String) -> Bool {
    interventions[site] != nil || run.gradientSites.contains(site)
  }

  /// Whether this run neither looks at sites nor takes gradients past them, so that steps may be
  /// taken at once.
  func passesUnseen(_ sites: String?...) -> Bool {
    run.objective == nil && !sites.compactMap(\.self).contains(where: touches)
  }

  /// Whether a site is changed, recorded, or its gradient wanted in this run.
  func touches(_ site: String) -> Bool { run.sites.contains(site) || alters(site) }

  /// Changes, watches and records what was computed at a site, as the run asks.
  mutating func visit(_ site: String, _ x: inout Variable) throws(TransformerError) {
    for change in interventions[site] ?? [] {
      x = tape.record(try change(x.value, batch: batch), of: x)
    }
    if run.gradientSites.contains(site) { watchedSites[site] = [watch(&x)] }
    record(x.value, at: site)
  }

  /// Changes, watches and records what was computed at a point of a block, as the run asks.
  mutating func visit(
    _ point: HookName.Block, _ layer: Int, _ x: inout Variable
  ) throws(TransformerError) {
    try visit(point.name(layer: layer), &x)
  }

  /// As `visit`, for the scores or patterns of every sequence, `[head · query, key]` each.
  mutating func visitSquares(
    _ point: HookName.Block, _ layer: Int, _ squares: inout [Variable]
  ) throws(TransformerError) {
    let site = point.name(layer: layer)
    for change in interventions[site] ?? [] {
      for (index, sequence) in run.sequences.enumerated() {
        // A head's queries are laid out as one sequence's positions are.
        let heads = Batch(Array(repeating: sequence, count: configuration.headCount))
        squares[index] = tape.record(
          try change(squares[index].value, batch: heads), of: squares[index])
      }
    }
    if run.gradientSites.contains(site) {
      watchedSites[site] = squares.indices.map { watch(&squares[$0]) }
    }
    if sitesToMeet.remove(site) != nil {
      cache.record(squares.map { byHead($0.value) }, at: site)
    }
  }

  /// The scores or pattern of one sequence, `[head, query, key]`.
  func byHead(_ square: Matrix) -> Tensor {
    let heads = configuration.headCount
    return Tensor(square, shape: [heads, square.rows / heads, square.columns])
  }

  /// Records what is at a site, if the run asks for it.
  mutating func record(_ value: @autoclosure () -> Matrix, at site: String) {
    // A copy of a few columns frees the others' memory.
    if sitesToMeet.remove(site) != nil { cache.record(value().contiguous, at: site) }
  }

  private mutating func watch(_ x: inout Variable) -> Watched {
    let node = tape.watch(&x)
    return Watched(node: node, rows: x.value.rows, columns: x.value.columns)
  }

  /// An edge to a weight, which is followed where the run asks for the weight's gradient.
  mutating func edge(
    to weight: @autoclosure () -> String, _ pullback: @escaping (Matrix) -> Matrix
  ) -> Tape.Edge {
    Tape.Edge(to: node(of: weight()), pullback)
  }

  /// The place of a weight's gradient; nil where the run does not ask for it.
  mutating func node(of weight: @autoclosure () -> String) -> Tape.Node? {
    guard !run.gradientWeights.isEmpty else { return nil }
    let name = weight()
    guard run.gradientWeights.contains(name) else { return nil }
    let node = watchedWeights[name] ?? tape.watchConstant()
    watchedWeights[name] = node
    return node
  }

  /// The keys and values that queries of this layer may attend to, the earlier ones included.
  mutating func extendPast(
    layer: Int, keys: Variable, values: Variable
  ) throws(TransformerError) -> (keys: Variable, values: Variable) {
    if let prefix = run.prefix {
      let all = try prefix.joined(
        keys: keys.value, values: values.value, layer: layer, batch: batch, of: configuration)
      return (Variable(all.keys), Variable(all.values))
    }
    guard let all = past?.extend(layer: layer, keys: keys.value, values: values.value) else {
      return (keys, values)
    }
    return (Variable(all.keys), Variable(all.values))
  }
}
