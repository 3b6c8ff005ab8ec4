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

  /// Whether it takes work of its own, which is done only in runs that name it.
  public let isOnDemand: Bool

  init(name: String, layer: Int? = nil, axes: [Int], isOnDemand: Bool = false) {
    self.name = name
    self.layer = layer
    self.axes = axes
    self.isOnDemand = isOnDemand
  }

  /// How many numbers a position has here; 0 for scores and patterns.
  public var width: Int { axes.isEmpty ? 0 : axes.reduce(1, *) }

  /// Whether a position has a row of fixed width here, so that harvests can hold it.
  public var hasRows: Bool { !axes.isEmpty }
}

extension TransformerConfiguration {
  /// Every site of a model of this configuration, in the order of the forward pass.
  public var sites: [Site] {
    var sites = [Site(name: HookName.embed, axes: [dModel])]
    if positions == .learned { sites.append(Site(name: HookName.positionEmbed, axes: [dModel])) }
    for layer in 0..<layerCount {
      sites += HookName.Block.allCases.compactMap { point in
        axes(of: point).map {
          Site(
            name: point.name(layer: layer), layer: layer, axes: $0, isOnDemand: point.isOnDemand)
        }
      }
    }
    if finalNormalization != .none {
      sites.append(Site(name: HookName.finalScale, axes: [1]))
      sites.append(Site(name: HookName.finalNormalized, axes: [dModel]))
    }
    sites.append(Site(name: HookName.unembedIn, axes: [dModel]))
    sites.append(Site(name: HookName.unembedOut, axes: [dVocabOut]))
    return sites
  }

  /// The axes of a block's point after the position; nil where this model has no such point.
  private func axes(of point: HookName.Block) -> [Int]? {
    let hasMLP = !isAttentionOnly
    let hasNorm = normalization != .none
    let normalizesActivations = hasMLP && activation.isNormalized
    return switch point {
    case .residPre, .residPost, .attentionOut: [dModel]
    case .residMid: hasMLP && !isParallel ? [dModel] : nil
    case .attentionIn: keyValueHeadCount == headCount ? [headCount, dModel] : nil
    case .queryInput, .result: [headCount, dModel]
    case .keyInput, .valueInput: [keyValueHeadCount, dModel]
    case .attentionScale: hasNorm ? [1] : nil
    case .attentionNormalized: hasNorm ? [dModel] : nil
    case .query, .z: [headCount, dHead]
    case .key, .value: [keyValueHeadCount, dHead]
    case .rotatedQuery: isRotary ? [headCount, dHead] : nil
    case .rotatedKey: isRotary ? [keyValueHeadCount, dHead] : nil
    case .scores, .pattern: []
    case .mlpIn, .mlpOut: hasMLP ? [dModel] : nil
    case .mlpScale: hasMLP && hasNorm ? [1] : nil
    case .mlpNormalized: hasMLP && hasNorm ? [dModel] : nil
    case .mlpPre, .mlpPost: hasMLP ? [dMLP] : nil
    case .mlpPreLinear: hasMLP && isGated ? [dMLP] : nil
    case .mlpMid, .activationNormalized: normalizesActivations ? [dMLP] : nil
    case .activationScale: normalizesActivations ? [1] : nil
    }
  }

  private var isRotary: Bool {
    if case .rotary = positions { true } else { false }
  }
}
