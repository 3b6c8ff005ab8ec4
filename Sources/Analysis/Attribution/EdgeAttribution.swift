import Tensors
public import Transformers

/// What the path from one writer of the residual stream to one of its readers is foretold to do.
public struct EdgeAttribution: Hashable, Sendable {
  /// What writes: `embed`, `L3H5`, `3_mlp_out`.
  public var sender: String

  /// The effect for each pair of prompts, over all positions.
  public var values: [Double]
}

extension GradientRun {
  /// The sites that the runs record for edges.
  public static func edgeSites(of configuration: TransformerConfiguration) -> Set<String> {
    let points: [HookName.Block] = [.z, .mlpOut]
    let inBlocks = (0..<configuration.layerCount).flatMap { layer in
      points.compactMap { configuration.site($0, layer: layer)?.name }
    }
    return Set(inBlocks + [HookName.embed])
  }

  /// The site at which a receiver's gradient is taken.
  ///
  /// - Parameters:
  ///   - receiver: A head's input, an MLP, or the logits.
  ///   - configuration: The model's sizes.
  /// - Returns: The site's name.
  /// - Throws: `AnalysisError` with code `.unknownUnit` when the model has no such receiver.
  public static func site(
    of receiver: PathReceiver, in configuration: TransformerConfiguration
  ) throws(AnalysisError) -> String { try PathEnd(receiver, in: configuration).site.name }

  /// What each edge into a receiver is foretold to add to the target's metric, were what it carries
  /// the source's.
  ///
  ///     attribution[u] = Σ_p (source − target)[u, p, :] · ∂metric/∂input[p, :]
  ///
  /// - Parameter receiver: What reads, at whose `site(of:in:)` the runs took gradients.
  /// - Returns: The edges from everything that writes before it: embeddings, heads and MLPs.
  /// - Throws: `AnalysisError` with code `.unknownUnit`, or `.notRecorded`.
  ///
  /// Source: Syed et al. 2023, <https://arxiv.org/abs/2310.10348>.
  public func edgeAttributions(into receiver: PathReceiver) throws -> [EdgeAttribution] {
    let end = try PathEnd(receiver, in: configuration)
    var gradient = try gradient(at: end.site.name)
    if let columns = end.columns { gradient = gradient.gatheringColumns(columns) }
    var edges = [edge("embed", try change(at: HookName.embed), gradient)]
    for layer in 0..<configuration.layerCount {
      if HeadName(layer: layer, index: 0).isRead(at: end.state, in: configuration) {
        edges += try headEdges(layer: layer, gradient)
      }
      if layer < end.state.layer,
        let site = configuration.site(.mlpOut, layer: layer)
      {
        edges.append(edge("\(layer)_mlp_out", try change(at: site.name), gradient))
      }
    }
    return edges
  }

  private func edge(_ sender: String, _ change: Matrix, _ gradient: Matrix) -> EdgeAttribution {
    EdgeAttribution(
      sender: sender,
      values: pairs.indices.map { pair in
        rows(ofPair: pair).reduce(0) { $0 + innerProduct(change[row: $1], gradient[row: $1]) }
      })
  }

  private func headEdges(layer: Int, _ gradient: Matrix) throws -> [EdgeAttribution] {
    // What heads write is never held: the gradient is taken back through their output instead.
    let change = try change(at: HookName.Block.z.name(layer: layer))
    let pulled = model.weights.blocks[layer].output.inputGradient(gradient)
    let width = configuration.dHead
    return (0..<configuration.headCount).map { head in
      let columns = head * width..<(head + 1) * width
      return edge("L\(layer)H\(head)", change.columns(columns), pulled.columns(columns))
    }
  }
}
