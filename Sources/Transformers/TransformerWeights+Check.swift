import Tensors

extension TransformerWeights {
  /// Throws when a weight's shape is not what the configuration says.
  func check(against configuration: TransformerConfiguration) throws(TransformerError) {
    let c = configuration
    try expect(embedding, [c.dVocab, c.dModel], "the embedding")
    if let positionEmbedding {
      try expect(positionEmbedding, [c.contextSize, c.dModel], "the position embedding")
    }
    guard blocks.count == c.layerCount else {
      throw TransformerError(
        code: .wrongShape,
        message: "\(blocks.count) blocks where the configuration has \(c.layerCount)")
    }
    for (layer, block) in blocks.enumerated() { try block.check(against: c, layer: layer) }
    try expect(finalNorm, over: c.dModel, "the final normalization")
    try expect(unembedding, from: c.dModel, to: c.dVocabOut, "the unembedding")
  }
}

extension BlockWeights {
  fileprivate func check(
    against c: TransformerConfiguration, layer: Int
  ) throws(TransformerError) {
    let queryWidth = c.headCount * c.dHead
    let keyWidth = c.keyValueHeadCount * c.dHead
    try expect(attentionNorm, over: c.dModel, "layer \(layer)'s attention normalization")
    try expect(query, from: c.dModel, to: queryWidth, "layer \(layer)'s query")
    try expect(key, from: c.dModel, to: keyWidth, "layer \(layer)'s key")
    try expect(value, from: c.dModel, to: keyWidth, "layer \(layer)'s value")
    try expect(output, from: queryWidth, to: c.dModel, "layer \(layer)'s attention output")
    guard (mlp == nil) == c.isAttentionOnly else {
      throw TransformerError(
        code: .wrongShape,
        message: """
          layer \(layer) has \(mlp == nil ? "no" : "an") MLP where the configuration says \
          \(c.isAttentionOnly ? "attention alone" : "attention and an MLP")
          """)
    }
    try mlp?.check(against: c, layer: layer)
  }
}

extension MLPWeights {
  fileprivate func check(
    against c: TransformerConfiguration, layer: Int
  ) throws(TransformerError) {
    try expect(norm, over: c.dModel, "layer \(layer)'s MLP normalization")
    guard (gate != nil) == c.isGated else {
      throw TransformerError(
        code: .wrongShape,
        message: """
          layer \(layer)'s MLP has \(gate == nil ? "no" : "a") gate where the configuration says \
          \(c.isGated ? "gated" : "not gated")
          """)
    }
    if let gate { try expect(gate, from: c.dModel, to: c.dMLP, "layer \(layer)'s gate") }
    try expect(input, from: c.dModel, to: c.dMLP, "layer \(layer)'s MLP input")
    try expect(activationNorm, over: c.dMLP, "layer \(layer)'s normalization of activations")
    try expect(output, from: c.dMLP, to: c.dModel, "layer \(layer)'s MLP output")
  }
}

private func expect(
  _ norm: NormalizationWeights?, over width: Int, _ what: String
) throws(TransformerError) {
  guard let norm else { return }
  try expect(norm.scale, [1, width], what)
  if let shift = norm.shift { try expect(shift, [1, width], "\(what)'s shift") }
}

private func expect(
  _ matrix: Matrix, _ shape: [Int], _ what: String
) throws(TransformerError) {
  guard [matrix.rows, matrix.columns] == shape else {
    throw TransformerError(
      code: .wrongShape,
      message: """
        \(what) has shape [\(matrix.rows), \(matrix.columns)] where the configuration says \(shape)
        """)
  }
}

private func expect(
  _ linear: Linear, from inputs: Int, to outputs: Int, _ what: String
) throws(TransformerError) {
  guard linear.inputCount == inputs && linear.outputCount == outputs else {
    throw TransformerError(
      code: .wrongShape,
      message: """
        \(what) maps \(linear.inputCount) to \(linear.outputCount) where the configuration says \
        \(inputs) to \(outputs)
        """)
  }
  if let bias = linear.bias { try expect(bias, [1, outputs], "\(what)'s bias") }
}
