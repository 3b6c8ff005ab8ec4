import Tensors
import Transformers

/// Counterfactuals of one baseline, computed together.
///
/// Each enters the model at the last state that its changes leave as it was, from its first
/// changed position on: what comes before, in layers and in positions, is the baseline's. All that
/// are under way go through a block as one batch.
struct Rerun {
  let baseline: Baseline
  let counterfactuals: [Counterfactual]

  private let entries: [Entry]
  private let firstPositions: [Int]

  private var configuration: TransformerConfiguration { baseline.configuration }

  init(_ counterfactuals: [Counterfactual], of baseline: Baseline) {
    self.baseline = baseline
    self.counterfactuals = counterfactuals
    let configuration = baseline.configuration
    entries = counterfactuals.map { $0.entry(in: configuration) }
    firstPositions = counterfactuals.map { change in
      // Where attention goes both ways, a change reaches every position.
      configuration.isBidirectional ? 0 : change.edits.flatMap(\.positions).min() ?? 0
    }
  }

  /// The states behind the last block.
  func finalWave() throws -> Wave {
    var wave = Wave(width: configuration.dModel)
    let first = entries.min()?.layer ?? configuration.layerCount
    for layer in first..<max(first, configuration.layerCount) {
      try enter(&wave, at: Entry(layer: layer))
      wave = try advance(wave, through: Entry(layer: layer))
      let middle = Entry(layer: layer, isAfterAttention: true)
      var late = Wave(width: configuration.dModel)
      try enter(&late, at: middle)
      wave.append(try advance(late, through: middle))
    }
    try enter(&wave, at: Entry(layer: configuration.layerCount))
    return wave
  }

  /// Runs a block, or its MLP, on every member.
  private func advance(_ wave: Wave, through entry: Entry) throws -> Wave {
    guard !wave.isEmpty else { return wave }
    let output = HookName.Block.residPost.name(layer: entry.layer)
    var run = run(of: wave, from: entry)
    run.sites = [output]
    guard let residual = try baseline.model(run).cache[output] else { return wave }
    return wave.advanced(to: residual)
  }

  /// A run that takes the members up at a state, and makes those of their changes that lie behind
  /// it in the same block.
  func run(of wave: Wave, from entry: Entry) -> Run {
    let changes = wave.members.map { counterfactuals[$0] }
    var run = Run(
      wave.members.map { member in
        Array(
          baseline.sequences[counterfactuals[member].sequence].dropFirst(firstPositions[member]))
      })
    run.start = Run.Start(
      layer: entry.layer, residual: wave.residual, isAfterAttention: entry.isAfterAttention)
    let firsts = wave.members.map { firstPositions[$0] }
    if firsts.contains(where: { $0 > 0 }) {
      run.prefix = Run.Prefix(
        baseline.cache,
        before: zip(changes, firsts).map { Run.Prefix.Part(sequence: $0.sequence, count: $1) })
    }
    run.interventions = interventions(on: wave, from: entry)
    return run
  }

  private func interventions(on wave: Wave, from entry: Entry) -> [Intervention] {
    var placed: [String: [(edit: Edit, start: Int)]] = [:]
    for (member, range) in zip(wave.members, wave.ranges) {
      for edit in counterfactuals[member].editsInRuns(configuration)
      where edit.site.entryBefore(in: configuration).layer == entry.layer {
        placed[edit.site.name, default: []].append(
          (edit, range.lowerBound - firstPositions[member]))
      }
    }
    return placed.sorted { $0.key < $1.key }.map { site, edits in
      Intervention(
        site: site,
        edit: .function { x in
          var changed = x
          for (edit, start) in edits { edit.apply(to: &changed) { start + $0 } }
          return changed
        })
    }
  }
}

extension Rerun {
  /// Adds the counterfactuals that begin at a state, changed where the change is one of that state.
  private func enter(_ wave: inout Wave, at entry: Entry) throws {
    let members = counterfactuals.indices.filter { entries[$0] == entry }
    guard !members.isEmpty else { return }
    let states = try baseline.activation(entry.site(of: configuration))
    var fresh = Wave(width: configuration.dModel)
    fresh.append(
      members.map { member in
        let range = baseline.cache.batch.ranges[counterfactuals[member].sequence]
        return (member, states.rows(range.lowerBound + firstPositions[member]..<range.upperBound))
      })
    let shortcuts = try changedStates(of: fresh)
    wave.append(fresh.advanced(to: shortcuts))
  }

  /// The states with the changes that need no block to be run.
  private func changedStates(of wave: Wave) throws -> Matrix {
    var states = wave.residual
    var additions: [String: Addition] = [:]
    for (member, range) in zip(wave.members, wave.ranges) {
      let change = counterfactuals[member]
      let start = range.lowerBound - firstPositions[member]
      for edit in change.editsOfStates(configuration) {
        switch edit.site.entry(in: configuration).1 {
        case .state: edit.apply(to: &states) { start + $0 }
        case .addition:
          let first = baseline.cache.batch.ranges[change.sequence].lowerBound
          let site = try baseline.activation(edit.site.name)
          additions[edit.site.name, default: Addition(edit.site, rows: states.rows)]
            .add(edit, to: start, from: first, of: site)
        case .block: break
        }
      }
    }
    for addition in additions.sorted(by: { $0.key < $1.key }) {
      states += addition.value.site.written(addition.value.change, by: baseline.model)
    }
    return states
  }
}

/// What several edits of one site add to what it held.
private struct Addition {
  let site: Site
  var change: Matrix

  init(_ site: Site, rows: Int) {
    self.site = site
    change = Matrix(rows: rows, columns: site.width)
  }

  /// Notes the difference of an edit from what the site held.
  mutating func add(_ edit: Edit, to start: Int, from first: Int, of held: Matrix) {
    edit.apply(to: &change) { start + $0 }
    for position in edit.positions {
      var row = change[mutableRow: start + position]
      let before = held[row: first + position]
      if let columns = edit.columns {
        for column in columns { row[column] -= before[column] }
      } else {
        for column in row.indices { row[column] -= before[column] }
      }
    }
  }
}

extension Counterfactual {
  /// Whether all its changes lie at one site, so that they can enter at a state together.
  private var isAtOneSite: Bool { edits.allSatisfy { $0.site == edits[0].site } }

  private func isOfState(_ edit: Edit, _ configuration: TransformerConfiguration) -> Bool {
    let (entry, route) = edit.site.entry(in: configuration)
    guard route != .block else { return false }
    // Nothing comes before the embeddings, and nothing between them and the first state.
    return isAtOneSite || (edit.site.layer == nil && entry.layer == 0)
  }

  /// The changes that are made to the state at which the counterfactual enters.
  func editsOfStates(_ configuration: TransformerConfiguration) -> [Edit] {
    edits.filter { isOfState($0, configuration) }
  }

  /// The changes that are made while blocks run.
  func editsInRuns(_ configuration: TransformerConfiguration) -> [Edit] {
    edits.filter { !isOfState($0, configuration) }
  }

  /// The state at which it enters.
  func entry(in configuration: TransformerConfiguration) -> Entry {
    edits.map { edit in
      isOfState(edit, configuration)
        ? edit.site.entry(in: configuration).0 : edit.site.entryBefore(in: configuration)
    }.min() ?? Entry(layer: configuration.layerCount)
  }
}
