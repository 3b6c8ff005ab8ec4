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
    try expect(finalNorm.scale, [1, c.dModel], "the final normalization")
    try expect(unembedding, from: c.dModel, to: c.dVocabOut, "the unembedding")
  }
}

extension BlockWeights {
  fileprivate func check(
    against c: TransformerConfiguration, layer: Int
  ) throws(TransformerError) {
    let queryWidth = c.headCount * c.dHead
    let keyWidth = c.keyValueHeadCount * c.dHead
    try expect(attentionNorm.scale, [1, c.dModel], "layer \(layer)'s attention normalization")
    try expect(query, from: c.dModel, to: queryWidth, "layer \(layer)'s query")
    try expect(key, from: c.dModel, to: keyWidth, "layer \(layer)'s key")
    try expect(value, from: c.dModel, to: keyWidth, "layer \(layer)'s value")
    try expect(output, from: queryWidth, to: c.dModel, "layer \(layer)'s attention output")
    try expect(mlpNorm.scale, [1, c.dModel], "layer \(layer)'s MLP normalization")
    if let gate { try expect(gate, from: c.dModel, to: c.dMLP, "layer \(layer)'s gate") }
    try expect(mlpInput, from: c.dModel, to: c.dMLP, "layer \(layer)'s MLP input")
    try expect(mlpOutput, from: c.dMLP, to: c.dModel, "layer \(layer)'s MLP output")
  }
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
