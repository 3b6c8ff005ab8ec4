import Tensors
import Transformers

/// A state of the residual stream at which a changed run takes up a run that is there already.
struct Entry: Hashable, Comparable {
  /// The block that comes next; the number of layers behind the last.
  let layer: Int

  /// Whether that block's attention has been added.
  let isAfterAttention: Bool

  init(layer: Int, isAfterAttention: Bool = false) {
    self.layer = layer
    self.isAfterAttention = isAfterAttention
  }

  static func < (a: Entry, b: Entry) -> Bool {
    a.layer != b.layer ? a.layer < b.layer : !a.isAfterAttention && b.isAfterAttention
  }

  /// The site of the state.
  func site(of configuration: TransformerConfiguration) -> String {
    if layer == configuration.layerCount {
      return HookName.Block.residPost.name(layer: layer - 1)
    }
    return (isAfterAttention ? HookName.Block.residMid : .residPre).name(layer: layer)
  }
}

/// How a change at a site reaches the residual stream.
enum EntryRoute {
  /// The site is a state of the stream: the change stands in it.
  case state
  /// What is written there is added to the stream, through a linear map if there is one: so is the
  /// change of it.
  case addition
  /// Only running the block tells.
  case block
}

extension Site {
  /// The last state from which all that this site affects can be computed, and how.
  func entry(in configuration: TransformerConfiguration) -> (Entry, EntryRoute) {
    let hasMid = configuration.hasStateAfterAttention
    guard let layer, let point else {
      let isFirst = name == HookName.embed || name == HookName.positionEmbed
      return isFirst
        ? (Entry(layer: 0), .addition) : (Entry(layer: configuration.layerCount), .block)
    }
    let behind = Entry(layer: layer + 1)
    return switch point {
    case .residPre: (Entry(layer: layer), .state)
    case .residMid: (Entry(layer: layer, isAfterAttention: true), .state)
    case .residPost: (behind, .state)
    case .z, .result, .attentionOut:
      (hasMid ? Entry(layer: layer, isAfterAttention: true) : behind, .addition)
    case .mlpPost, .mlpOut: (behind, .addition)
    case .mlpIn, .mlpScale, .mlpNormalized, .mlpPre, .mlpPreLinear, .mlpMid, .activationScale,
      .activationNormalized:
      (Entry(layer: layer, isAfterAttention: hasMid), .block)
    default: (Entry(layer: layer), .block)
    }
  }

  /// The state before the site, from which a run meets it.
  func entryBefore(in configuration: TransformerConfiguration) -> Entry {
    let (entry, route) = entry(in: configuration)
    guard route != .block, let layer else { return entry }
    return point == .residMid ? entry : Entry(layer: layer)
  }
}
