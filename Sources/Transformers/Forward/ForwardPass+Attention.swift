import Gradients
import Tensors

extension ForwardPass {
  /// Queries, keys and values of every row.
  private struct Projections {
    var queries: Variable
    var keys: Variable
    var values: Variable
  }

  /// What a block's attention adds to the residual stream; nil where the run needs nothing behind
  /// its heads.
  mutating func attentionOutput(
    of residual: Variable, layer: Int
  ) throws(TransformerError) -> Variable? {
    let projections = try visited(projections(of: residual, layer: layer), layer: layer)
    var z = try mix(projections, layer: layer)
    try visit(.z, layer, &z)
    guard !isFinished else { return nil }
    var output = try joinedHeads(z, layer: layer)
    try visit(.attentionOut, layer, &output)
    return output
  }

  private mutating func projections(
    of residual: Variable, layer: Int
  ) throws(TransformerError) -> Projections {
    let block = weights.blocks[layer]
    let splits = HookName.Block.splitInputs.contains { alters($0.name(layer: layer)) }
    guard !splits else { return try splitProjections(of: residual, layer: layer) }
    for point in HookName.Block.splitInputs {
      let heads = headCount(at: point)
      record(repeated(residual.value, headCount: heads).value, at: point.name(layer: layer))
    }
    let input = try normalize(
      residual, configuration.normalization, by: block.attentionNorm,
      names(ofNorm: .attention, layer: layer))
    return Projections(
      queries: apply(block.query, to: input, .query, .queryBias, layer),
      keys: apply(block.key, to: input, .key, .keyBias, layer),
      values: apply(block.value, to: input, .value, .valueBias, layer))
  }

  /// Queries, keys and values where each head reads a residual stream of its own.
  ///
  /// The sites of the normalization then show that of the residual stream itself.
  private mutating func splitProjections(
    of residual: Variable, layer: Int
  ) throws(TransformerError) -> Projections {
    let block = weights.blocks[layer]
    _ = try normalize(
      residual, configuration.normalization, by: nil, names(ofNorm: .attention, layer: layer))
    var shared: Variable?
    if configuration.keyValueHeadCount == configuration.headCount {
      var input = tape.record(
        repeated(residual.value, headCount: configuration.headCount), of: residual)
      try visit(.attentionIn, layer, &input)
      shared = input
    }
    func heads(
      _ pass: inout ForwardPass, _ point: HookName.Block, _ linear: Linear,
      _ weight: WeightName.Block, _ bias: WeightName.Block
    ) throws(TransformerError) -> Variable {
      let count = pass.headCount(at: point)
      var input =
        shared ?? pass.tape.record(repeated(residual.value, headCount: count), of: residual)
      try pass.visit(point, layer, &input)
      let normal = try pass.normalizeHeads(input, count: count, layer: layer)
      let split = HeadwiseLinear(layer: linear, headCount: count, side: .outputs)
      return pass.apply(split, to: normal, weight, bias, layer)
    }
    return Projections(
      queries: try heads(&self, .queryInput, block.query, .query, .queryBias),
      keys: try heads(&self, .keyInput, block.key, .key, .keyBias),
      values: try heads(&self, .valueInput, block.value, .value, .valueBias))
  }

  private func headCount(at point: HookName.Block) -> Int {
    point == .keyInput || point == .valueInput
      ? configuration.keyValueHeadCount : configuration.headCount
  }

  /// Normalizes each head's residual stream by itself.
  private mutating func normalizeHeads(
    _ x: Variable, count: Int, layer: Int
  ) throws(TransformerError) -> Variable {
    let names = names(ofNorm: .attention, layer: layer)
    let rows = x.value.rows
    let tall = tape.record(
      reshaped(x.value, rows: rows * count, columns: configuration.dModel), of: x)
    let normal = try normalize(
      tall, configuration.normalization, by: weights.blocks[layer].attentionNorm,
      NormNames(scaleSite: nil, quotientSite: nil, scale: names.scale, shift: names.shift))
    return tape.record(
      reshaped(normal.value, rows: rows, columns: count * configuration.dModel), of: normal)
  }

  /// The projections after the run has seen and changed them, rotated where positions are.
  private mutating func visited(
    _ projections: Projections, layer: Int
  ) throws(TransformerError) -> Projections {
    var (queries, keys, values) = (projections.queries, projections.keys, projections.values)
    try visit(.query, layer, &queries)
    try visit(.key, layer, &keys)
    try visit(.value, layer, &values)
    if let rotations {
      let dHead = configuration.dHead
      queries = tape.record(rotations.rotated(queries.value, dHead: dHead), of: queries)
      try visit(.rotatedQuery, layer, &queries)
      keys = tape.record(rotations.rotated(keys.value, dHead: dHead), of: keys)
      try visit(.rotatedKey, layer, &keys)
    }
    let visible = try extendPast(layer: layer, keys: keys, values: values)
    return Projections(queries: queries, keys: visible.keys, values: visible.values)
  }

  /// Attention itself: in blocks, or with whole patterns where the run wants to see them.
  private mutating func mix(
    _ x: Projections, layer: Int
  ) throws(TransformerError) -> Variable {
    let attention = Attention(
      headCount: configuration.headCount, keyValueHeadCount: configuration.keyValueHeadCount,
      dHead: configuration.dHead, scale: configuration.attentionScale(inLayer: layer),
      window: configuration.attentionWindows[layer],
      isBidirectional: configuration.isBidirectional)
    let spans = attentionSpans
    let showsPatterns =
      touches(HookName.Block.scores.name(layer: layer))
      || touches(HookName.Block.pattern.name(layer: layer))
    guard showsPatterns else {
      let (value, pullback) = attention(
        x.queries.value, x.keys.value, x.values.value, spans: spans)
      return tape.record(value, of: [x.queries, x.keys, x.values]) { dvalue in
        let gradient = pullback(dvalue)
        return [gradient.queries, gradient.keys, gradient.values]
      }
    }
    var squares: [Variable] = []
    for span in spans {
      let (value, pullback) = attention.scores(x.queries.value, x.keys.value, span: span)
      squares.append(tape.record(value, of: [x.queries, x.keys], pullback: pullback))
    }
    try visitSquares(.scores, layer, &squares)
    for index in squares.indices {
      let pattern = attention.pattern(of: squares[index].value)
      squares[index] = tape.record(pattern, of: squares[index])
    }
    try visitSquares(.pattern, layer, &squares)
    let (value, pullback) = attention.mix(x.values.value, by: squares.map(\.value), spans: spans)
    return tape.record(value, of: [x.values] + squares, pullback: pullback)
  }

  private var attentionSpans: [Attention.Span] {
    if let prefix = run.prefix {
      return zip(batch.ranges, prefix.keyRanges(of: batch)).map {
        Attention.Span(queries: $0, keys: $1)
      }
    }
    let offset = past?.count ?? 0
    return batch.ranges.map { range in
      let keys = offset > 0 ? 0..<offset + range.count : range
      return Attention.Span(queries: range, keys: keys)
    }
  }

  /// The sum of what the heads write, each seen by itself where the run asks for it, and the bias.
  private mutating func joinedHeads(
    _ z: Variable, layer: Int
  ) throws(TransformerError) -> Variable {
    let linear = weights.blocks[layer].output
    let heads = HeadwiseLinear(
      layer: linear, headCount: configuration.headCount, side: .inputs)
    let site = HookName.Block.result.name(layer: layer)
    guard alters(site) else {
      record(heads(z.value).value, at: site)
      return apply(linear, to: z, .output, .outputBias, layer)
    }
    let (value, pullback) = heads(z.value)
    let name = configuration.name(of: .output, layer: layer)
    var result = tape.record(
      value, through: [Tape.Edge(to: z, pullback.x), edge(to: name, pullback.weight)])
    try visit(site, &result)
    let sum = tape.record(
      sumOfHeads(result.value, headCount: configuration.headCount), of: result)
    guard let bias = linear.bias else { return sum }
    var output = sum.value
    output.addToRows(bias)
    let biasName = configuration.name(of: .outputBias, layer: layer)
    return tape.record(
      output, through: [Tape.Edge(to: sum) { $0 }, edge(to: biasName, pullback.bias)])
  }
}

/// The same elements in another shape, and the pullback.
private func reshaped(
  _ x: Matrix, rows: Int, columns: Int
) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
  let (oldRows, oldColumns) = (x.rows, x.columns)
  return (
    x.reshaped(rows: rows, columns: columns),
    { $0.reshaped(rows: oldRows, columns: oldColumns) }
  )
}
