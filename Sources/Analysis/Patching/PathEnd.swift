import Tensors
import Transformers

extension HeadName {
  /// Whether what the head writes is in a state of the stream.
  func isRead(at state: Entry, in configuration: TransformerConfiguration) -> Bool {
    layer < state.layer || (layer == state.layer && state.isAfterAttention)
  }
}

/// The end of a path: the state that is read there, and the site at which it is read.
struct PathEnd {
  let state: Entry
  let site: Site
  let columns: [Int]?

  init(_ receiver: PathReceiver, in configuration: TransformerConfiguration) throws(AnalysisError) {
    let last = configuration.layerCount - 1
    let found: Site?
    switch receiver {
    case .logits:
      state = Entry(layer: configuration.layerCount)
      found = configuration.site(.residPost, layer: last)
      columns = nil
    case .mlp(let layer):
      state = Entry(layer: layer, isAfterAttention: configuration.hasStateAfterAttention)
      found = configuration.site(.mlpIn, layer: layer)
      columns = nil
    case .head(let head, let input):
      try head.check(in: configuration)
      state = Entry(layer: head.layer)
      let point: HookName.Block =
        switch input {
        case .query: .queryInput
        case .key: .keyInput
        case .value: .valueInput
        }
      found = configuration.site(point, layer: head.layer)
      let group = configuration.headCount / configuration.keyValueHeadCount
      let index = input == .query ? head.index : head.index / group
      columns = Array(index * configuration.dModel..<(index + 1) * configuration.dModel)
    }
    guard let found else {
      throw AnalysisError(
        code: .unknownUnit,
        message: "this model has nothing that reads there: it has \(last + 1) layers",
        path: "receiver \(receiver)")
    }
    site = found
  }

  /// The receiver reading a state.
  func edit(_ rows: Matrix, of pairs: PatchPairs) throws -> Edit {
    Edit(
      site: site, positions: pairs.alignment.pairs.map(\.target), columns: columns, values: rows)
  }
}
