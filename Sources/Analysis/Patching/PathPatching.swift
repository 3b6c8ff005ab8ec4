import Tensors
public import Transformers

/// What reads the residual stream at the end of a path.
public enum PathReceiver: Hashable, Sendable {
  /// One of a head's three inputs.
  public enum Input: String, CaseIterable, Sendable {
    case query = "q"
    case key = "k"
    case value = "v"
  }

  /// The logits.
  case logits
  /// An input of a head; keys and values are those of the head that it shares them with.
  case head(HeadName, Input)
  /// The MLP of a layer.
  case mlp(layer: Int)
}

extension PatchPairs {
  /// What each head does to what reads it, by the paths between them alone.
  ///
  /// The sender writes what it wrote in the source's run; all other heads are held at what they
  /// wrote in the target's, and MLPs too if so asked. What so comes to the receivers, in place of
  /// what they read, is put into a last run of the target, in which nothing is held.
  ///
  /// - Parameters:
  ///   - senders: The heads at the beginnings of paths.
  ///   - receivers: What reads at their ends, all at once.
  ///   - holdsMLPs: Whether paths lead through the residual stream alone, and not through MLPs.
  ///   - metric: What is measured.
  /// - Returns: The metric for each sender and pair of prompts, `[sender][pair]`.
  /// - Throws: `AnalysisError` with code `.unknownUnit` for a head that the model does not have.
  ///
  /// Source: Wang et al. 2022, <https://arxiv.org/abs/2211.00593>, section 3.1.
  public func pathPatch(
    from senders: [HeadName], to receivers: [PathReceiver], holdsMLPs: Bool = false,
    metric: Metric = .logitDifference
  ) throws -> [[Double]] {
    let configuration = target.configuration
    for sender in senders { try sender.check(in: configuration) }
    let ends = try receivers.map { try PathEnd($0, in: configuration) }
    let states =
      try holdsMLPs
      ? directStates(from: senders, at: ends.map(\.state))
      : statesThroughMLPs(from: senders, at: ends.map(\.state))
    var changes: [Counterfactual] = []
    for sender in senders.indices {
      for pair in pairs.indices {
        changes.append(
          Counterfactual(
            sequence: pair,
            edits: try ends.enumerated().map { index, end in
              try end.edit(states[index][sender * pairs.count + pair], of: self)
            }))
      }
    }
    let values = try target.values(of: metric, in: changes, answers: answers)
    return senders.indices.map { sender in
      Array(values[sender * pairs.count..<(sender + 1) * pairs.count])
    }
  }

  /// The sites that both runs of a path patching record.
  public static func pathSites(of configuration: TransformerConfiguration) -> Set<String> {
    Set((0..<configuration.layerCount).map { HookName.Block.z.name(layer: $0) })
  }

  private var targetPositions: [Int] { alignment.pairs.map(\.target) }

  /// What each sender's change makes of states of the stream that it adds to.
  ///
  /// - Returns: For each state, sender and pair the rows of the aligned positions.
  private func directStates(from senders: [HeadName], at states: [Entry]) throws -> [[Matrix]] {
    let configuration = target.configuration
    return try states.map { state in
      try senders.flatMap { sender in
        try pairs.indices.map { pair in
          let held = try target.rows(
            state.site(of: configuration), sequence: pair, at: targetPositions)
          guard sender.isRead(at: state, in: configuration) else { return held }
          return held + (try difference(of: sender, pair: pair))
        }
      }
    }
  }

  /// What a head writes in the source's run less what it writes in the target's.
  private func difference(of head: HeadName, pair: Int) throws -> Matrix {
    let site = HookName.Block.z.name(layer: head.layer)
    var change = try source.rows(site, sequence: pair, at: alignment.pairs.map(\.source))
    var held = try target.rows(site, sequence: pair, at: targetPositions)
    held.scale(by: -1)
    change += held
    let width = target.configuration.dHead
    let columns = head.index * width..<(head.index + 1) * width
    var alone = Matrix(rows: change.rows, columns: change.columns)
    alone.takeColumns(columns, of: change)
    return target.model.weights.blocks[head.layer].output.withoutBias(alone)
  }

  /// As `directStates`, MLPs reading what they are given.
  private func statesThroughMLPs(
    from senders: [HeadName], at states: [Entry]
  ) throws -> [[Matrix]] {
    let configuration = target.configuration
    let sites = states.map { $0.site(of: configuration) }
    var run = Run(
      senders.flatMap { _ in target.sequences }, sites: Set(sites),
      interventions: try (0..<configuration.layerCount).map { layer in
        try held(layer: layer, senders: senders)
      })
    run.logits = .none
    let cache = try target.model(run).cache
    return sites.map { site in
      cache.batch.ranges.map { range in
        cache[site].map { $0.gatheringRows(targetPositions.map { range.lowerBound + $0 }) }
          ?? Matrix(rows: 0, columns: configuration.dModel)
      }
    }
  }

  /// The heads of a layer held at what they gave, but for the sender of each copy.
  private func held(layer: Int, senders: [HeadName]) throws -> Intervention {
    let site = HookName.Block.z.name(layer: layer)
    let (given, kept) = (try source.activation(site), try target.activation(site))
    let width = target.configuration.dHead
    var copies: [Matrix] = []
    for sender in senders {
      var copy = kept
      if sender.layer == layer {
        for pair in pairs.indices {
          let from = source.cache.batch.ranges[pair].lowerBound
          let to = target.cache.batch.ranges[pair].lowerBound
          for place in alignment.pairs {
            var row = copy[mutableRow: to + place.target]
            let new = given[row: from + place.source]
            for column in sender.index * width..<(sender.index + 1) * width {
              row[column] = new[column]
            }
          }
        }
      }
      copies.append(copy)
    }
    let all = Matrix(stacking: copies)
    return Intervention(site: site, edit: .function { _ in all })
  }
}

extension Matrix {
  /// Takes over some columns of another matrix of the same shape.
  fileprivate mutating func takeColumns(_ columns: Range<Int>, of other: Matrix) {
    for index in 0..<rows {
      var row = self[mutableRow: index]
      let source = other[row: index]
      for column in columns { row[column] = source[column] }
    }
  }
}
