/// A hook point of a particular model: what a run can record or change there.
public struct Site: Sendable, Equatable {
  /// TransformerLens's name, `blocks.3.mlp.hook_post`.
  public let name: String

  /// The block it lies in; nil before the first and after the last.
  public let layer: Int?

  /// The axes after the position, by length: `[dModel]`, or `[head, dHead]`.
  ///
  /// Empty for attention scores and patterns, whose last axis is as long as the sequence.
  public let axes: [Int]

  /// How many numbers a position has here; 0 for scores and patterns.
  public var width: Int { axes.isEmpty ? 0 : axes.reduce(1, *) }

  /// Whether a position has a row of fixed width here, so that harvests can hold it.
  public var hasRows: Bool { !axes.isEmpty }
}

extension TransformerConfiguration {
  /// Every site of a model of this configuration, in the order of the forward pass.
  public var sites: [Site] {
    var sites = [Site(name: HookName.embed, layer: nil, axes: [dModel])]
    if positions == .learned {
      sites.append(Site(name: HookName.positionEmbed, layer: nil, axes: [dModel]))
    }
    for layer in 0..<layerCount {
      sites += HookName.Block.allCases.compactMap { point in
        axes(of: point).map { Site(name: point.name(layer: layer), layer: layer, axes: $0) }
      }
    }
    sites.append(Site(name: HookName.finalScale, layer: nil, axes: [1]))
    sites.append(Site(name: HookName.finalNormalized, layer: nil, axes: [dModel]))
    sites.append(Site(name: HookName.unembedIn, layer: nil, axes: [dModel]))
    sites.append(Site(name: HookName.unembedOut, layer: nil, axes: [dVocabOut]))
    return sites
  }

  /// The axes of a block's point after the position; nil where this model has no such point.
  private func axes(of point: HookName.Block) -> [Int]? {
    switch point {
    case .residPre, .residMid, .residPost, .attentionOut, .mlpOut, .attentionNormalized,
      .mlpNormalized:
      [dModel]
    case .attentionScale, .mlpScale: [1]
    case .query, .z: [headCount, dHead]
    case .key, .value: [keyValueHeadCount, dHead]
    case .rotatedQuery: isRotary ? [headCount, dHead] : nil
    case .rotatedKey: isRotary ? [keyValueHeadCount, dHead] : nil
    case .scores, .pattern: []
    case .mlpPre, .mlpPost: [dMLP]
    case .mlpPreLinear: isGated ? [dMLP] : nil
    }
  }

  private var isRotary: Bool {
    if case .rotary = positions { true } else { false }
  }
}
