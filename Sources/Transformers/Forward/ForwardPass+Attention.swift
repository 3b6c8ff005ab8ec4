import Tensors

extension ForwardPass {
  /// What a block's attention adds to the residual stream.
  mutating func attentionOutput(
    of residual: Matrix, layer: Int
  ) throws(TransformerError) -> Matrix {
    let block = weights.blocks[layer]
    let input = try normalize(
      residual, configuration.normalization, by: block.attentionNorm,
      scaleSite: HookName.Block.attentionScale.name(layer: layer),
      quotientSite: HookName.Block.attentionNormalized.name(layer: layer))
    var queries = block.query(input)
    try visit(.query, layer, &queries)
    var keys = block.key(input)
    try visit(.key, layer, &keys)
    var values = block.value(input)
    try visit(.value, layer, &values)
    if let rotary {
      queries = rotary.rotate(queries, dHead: configuration.dHead, positions: positions)
      try visit(.rotatedQuery, layer, &queries)
      keys = rotary.rotate(keys, dHead: configuration.dHead, positions: positions)
      try visit(.rotatedKey, layer, &keys)
    }
    let visible = extendPast(layer: layer, keys: keys, values: values)
    var z = try mix(queries, visible.keys, visible.values, layer: layer)
    try visit(.z, layer, &z)
    var output = block.output(z)
    try visit(.attentionOut, layer, &output)
    return output
  }

  /// Attention itself: in blocks, or with whole patterns where the run wants to see them.
  private mutating func mix(
    _ queries: Matrix, _ keys: Matrix, _ values: Matrix, layer: Int
  ) throws(TransformerError) -> Matrix {
    let attention = CausalAttention(
      headCount: configuration.headCount, keyValueHeadCount: configuration.keyValueHeadCount,
      dHead: configuration.dHead, scale: configuration.attentionScale)
    let spans = attentionSpans
    let showsPatterns =
      touches(HookName.Block.scores.name(layer: layer))
      || touches(HookName.Block.pattern.name(layer: layer))
    guard showsPatterns else { return attention(queries, keys, values, spans: spans) }

    var squares = spans.map { attention.scores(queries, keys, span: $0) }
    try visitSquares(.scores, layer, &squares)
    squares = squares.map { attention.pattern(of: $0) }
    try visitSquares(.pattern, layer, &squares)
    var z = Matrix(rows: queries.rows, columns: queries.columns)
    for (span, pattern) in zip(spans, squares) {
      attention.mix(values, by: pattern, span: span, into: &z)
    }
    return z
  }

  private var attentionSpans: [CausalAttention.Span] {
    let offset = past?.count ?? 0
    return batch.ranges.map { range in
      let keys = offset > 0 ? 0..<offset + range.count : range
      return CausalAttention.Span(queries: range, keys: keys)
    }
  }
}
