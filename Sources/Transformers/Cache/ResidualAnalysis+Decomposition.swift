public import Tensors

extension ResidualAnalysis {
  /// The states of the residual stream up to a point: `0_pre`, `0_mid`, …, `final_post`.
  ///
  /// - Parameters:
  ///   - point: The last state's place.
  ///   - includesMid: Whether states between attention and MLP are among them.
  /// - Returns: The states, in their order.
  /// - Throws: `TransformerError` with code `.notRecorded`.
  public func accumulatedResidual(
    to point: ResidualPoint = .unembedding, includesMid: Bool = false
  ) throws(TransformerError) -> ResidualStack {
    let hasMid = !configuration.isParallel && !configuration.isAttentionOnly
    var stack = ResidualStack()
    for layer in 0..<point.blockCount(in: configuration) {
      stack.append(try activation(.residPre, layer), "\(layer)_pre")
      if includesMid && hasMid { stack.append(try activation(.residMid, layer), "\(layer)_mid") }
    }
    switch point {
    case .attention(let layer): stack.append(try activation(.residPre, layer), "\(layer)_pre")
    case .mlp(let layer):
      stack.append(try activation(.residPre, layer), "\(layer)_pre")
      if hasMid { stack.append(try activation(.residMid, layer), "\(layer)_mid") }
    case .unembedding:
      stack.append(try activation(.residPost, configuration.layerCount - 1), "final_post")
    }
    return stack
  }

  /// What has been written up to a point: `embed`, `pos_embed`, `0_attn_out`, `0_mlp_out`, ….
  ///
  /// The components add up to the residual stream there; biases are part of what wrote them.
  public func decomposedResidual(
    to point: ResidualPoint = .unembedding
  ) throws(TransformerError) -> ResidualStack {
    var stack = try embeddings()
    for layer in point.attentionLayers(in: configuration) {
      stack.append(try activation(.attentionOut, layer), "\(layer)_attn_out")
      if layer < point.blockCount(in: configuration) && !configuration.isAttentionOnly {
        stack.append(try activation(.mlpOut, layer), "\(layer)_mlp_out")
      }
    }
    return stack
  }

  /// What each head has written up to a point: `L0H0`, `L0H1`, …; biases are not among it.
  public func headResults(
    to point: ResidualPoint = .unembedding
  ) throws(TransformerError) -> ResidualStack {
    var stack = ResidualStack()
    for layer in point.attentionLayers(in: configuration) {
      let heads = HeadwiseLinear(
        layer: model.weights.blocks[layer].output, headCount: configuration.headCount,
        side: .inputs)
      let results = heads(try activation(.z, layer)).value
      for head in 0..<configuration.headCount {
        let columns = head * configuration.dModel..<(head + 1) * configuration.dModel
        stack.append(results.columns(columns), "L\(layer)H\(head)")
      }
    }
    return stack
  }

  /// What each neuron of a layer has written: `L3N0`, `L3N1`, …; the bias is not among it.
  ///
  /// Each takes `[row, dModel]`; `logitAttributions(ofNeurons:)` needs none of them.
  ///
  /// - Parameters:
  ///   - layer: The layer.
  ///   - neurons: Which of its neurons; nil for all.
  /// - Returns: A component for each neuron.
  /// - Throws: `TransformerError` with code `.notRecorded`.
  public func neuronResults(
    layer: Int, neurons: [Int]? = nil
  ) throws(TransformerError) -> ResidualStack {
    guard let output = model.weights.blocks[layer].mlp?.output else { return ResidualStack() }
    let post = try activation(.mlpPost, layer)
    var stack = ResidualStack()
    for neuron in neurons ?? Array(0..<post.columns) {
      let direction = output.weight(ofInput: neuron)
      let written = Matrix.product(post.columns(neuron..<neuron + 1), direction)
      stack.append(written, "L\(layer)N\(neuron)")
    }
    return stack
  }

  /// Everything that has been written up to a point, each writer by itself: heads, MLPs or their
  /// neurons, `embed`, `pos_embed`, and `bias`, the sum of the biases that are in none of these.
  ///
  /// The components add up to the residual stream there.
  ///
  /// - Parameters:
  ///   - point: The place.
  ///   - expandsNeurons: Whether each neuron is a component, rather than each MLP.
  /// - Returns: The components, in TransformerLens's order.
  /// - Throws: `TransformerError` with code `.notRecorded`.
  public func fullDecomposition(
    to point: ResidualPoint = .unembedding, expandsNeurons: Bool = false
  ) throws(TransformerError) -> ResidualStack {
    var stack = try headResults(to: point)
    if !configuration.isAttentionOnly {
      for layer in 0..<point.blockCount(in: configuration) {
        if expandsNeurons {
          stack.append(try neuronResults(layer: layer))
        } else {
          stack.append(try activation(.mlpOut, layer), "\(layer)_mlp_out")
        }
      }
    }
    stack.append(try embeddings())
    let bias = accumulatedBias(to: point, includesMLPs: expandsNeurons)
    stack.append(Matrix(repeating: bias, rows: rows.count), "bias")
    return stack
  }

  /// The sum of the biases that attention, and MLPs if asked, have written up to a point.
  ///
  /// - Parameters:
  ///   - point: The place.
  ///   - includesMLPs: Whether those of MLPs are among them.
  /// - Returns: Shape `[1, dModel]`.
  public func accumulatedBias(to point: ResidualPoint, includesMLPs: Bool) -> Matrix {
    let blocks = model.weights.blocks
    var biases = point.attentionLayers(in: configuration).map { blocks[$0].output.bias }
    if includesMLPs {
      biases += (0..<point.blockCount(in: configuration)).map { blocks[$0].mlp?.output.bias }
    }
    return biases.reduce(into: Matrix(rows: 1, columns: configuration.dModel)) { sum, bias in
      if let bias { sum += bias }
    }
  }

  private func embeddings() throws(TransformerError) -> ResidualStack {
    var stack = ResidualStack()
    stack.append(try activation(HookName.embed), "embed")
    if configuration.positions == .learned {
      stack.append(try activation(HookName.positionEmbed), "pos_embed")
    }
    return stack
  }
}

extension Linear {
  /// The weights that one input has, shape `[1, output]`.
  func weight(ofInput input: Int) -> Matrix {
    layout == .inputOutput
      ? weight.rows(input..<input + 1) : weight.columns(input..<input + 1).transposed
  }

  /// The weights that one output has, shape `[1, input]`.
  func weight(ofOutput output: Int) -> Matrix {
    layout == .inputOutput
      ? weight.columns(output..<output + 1).transposed : weight.rows(output..<output + 1)
  }
}
