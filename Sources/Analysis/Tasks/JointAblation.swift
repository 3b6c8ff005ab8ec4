public import Tensors
public import Transformers

extension TaskRanker {
  /// The interventions that take units out together, at every position behind the tokens that open
  /// a sequence.
  ///
  /// What a twin holds is not known of other texts: there the mean stands in its place.
  ///
  /// - Parameters:
  ///   - chosen: The units.
  ///   - strengths: How many times over each is taken out; nil for once.
  /// - Returns: An intervention for each site.
  public func removal(
    of chosen: [RankedUnit], strengths: [Double]? = nil
  ) -> [Intervention] {
    let strengths = strengths ?? chosen.map { _ in 1 }
    let bySite = Dictionary(grouping: zip(chosen, strengths), by: \.0.site)
    return bySite.sorted { $0.key < $1.key }.map { place, members in
      let columns = members.flatMap { self.columns(of: $0.0) }
      let factors = Matrix(
        row: members.flatMap { unit, strength in
          self.columns(of: unit).map { _ in Float(strength) }
        })
      let target =
        replacement == .zero
        ? Matrix(rows: 1, columns: columns.count) : means[place].gatheringColumns(columns)
      return Intervention(
        site: sites[place].name,
        edit: .placedOperation { [units, prefixCount] x, places in
          let held = units.values(x).gatheringColumns(columns)
          var change = held
          change.scale(by: -1)
          change.addToRows(target)
          change.multiply(by: Matrix(repeating: factors, rows: change.rows))
          for (row, place) in places.enumerated() where place.position < prefixCount {
            var kept = change[mutableRow: row]
            for i in kept.indices { kept[i] = 0 }
          }
          return (units.changed(x, columns: columns, by: change), { $0 })
        })
    }
  }

  /// As many random units as some, none of them among these, and how many times over each must be
  /// taken out to take away as much as its counterpart.
  ///
  /// Each is drawn from the tenth of all units, or the ten, that write nearly as much as its
  /// counterpart: a unit taken out many times over is not removed, but its opposite added.
  ///
  /// - Parameters:
  ///   - chosen: The units; predictions have been made, so that norms are known.
  ///   - excluded: Units that are not drawn either.
  ///   - random: Where chance comes from.
  /// - Returns: The units and their strengths; units that write nothing are not drawn.
  public func counterparts(
    of chosen: [RankedUnit], excluding excluded: Set<RankedUnit>,
    using random: inout SplittableRandom
  ) -> (units: [RankedUnit], strengths: [Double]) {
    var left = Set(all).subtracting(chosen).subtracting(excluded).filter { norm(of: $0) > 0 }
    let width = max(10, all.count / 10)
    let ordered = all.filter(left.contains).sorted { norm(of: $0) < norm(of: $1) }
    var (units, strengths): ([RankedUnit], [Double]) = ([], [])
    for unit in chosen {
      let target = norm(of: unit)
      let place = ordered.firstIndex { norm(of: $0) >= target } ?? ordered.count
      let start = max(0, min(place - width / 2, ordered.count - width))
      let near = ordered[start..<min(start + width, ordered.count)].filter(left.contains)
      guard let drawn = near.randomElement(using: &random) else { continue }
      left.remove(drawn)
      strengths.append(target / norm(of: drawn))
      units.append(drawn)
    }
    return (units, strengths)
  }
}

/// A task on a corpus, with units taken out together and with random ones.
public struct JointAblation {
  private let ranker: TaskRanker
  private let chosen: [RankedUnit]
  private let names: [String]
  private let scorers: [TaskScorer]
  private var tallies: [TaskTally]

  /// Prepares to take units out.
  ///
  /// - Parameters:
  ///   - chosen: The units.
  ///   - names: Their names.
  ///   - ranker: What knows their norms and means.
  ///   - scorer: What puts the task to the model as it is.
  ///   - draws: How many times as many random units are drawn.
  ///   - seed: Where chance begins.
  public init(
    of chosen: [RankedUnit], names: [String], by ranker: TaskRanker, scorer: TaskScorer,
    draws: Int, seed: UInt64
  ) {
    self.ranker = ranker
    self.chosen = chosen
    self.names = names
    func changed(_ interventions: [Intervention]) -> TaskScorer {
      var scorer = scorer
      scorer.interventions += interventions
      return scorer
    }
    let random = SplittableRandom(seed: seed).split("counterparts")
    scorers =
      [scorer, changed(ranker.removal(of: chosen))]
      + (0..<draws).map { draw in
        var random = random.split(UInt64(draw))
        let (units, strengths) = ranker.counterparts(of: chosen, excluding: [], using: &random)
        return changed(ranker.removal(of: units, strengths: strengths))
      }
    tallies = scorers.map { _ in TaskTally() }
  }

  /// Puts the task to every changed model on a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - clean: The unchanged model's answers, where they are known.
  /// - Returns: The unchanged model's answers.
  /// - Throws: `TransformerError` when the model cannot read the text.
  @discardableResult
  public mutating func add(
    _ text: TaskText, clean: [TaskAnswer]? = nil
  ) throws -> [TaskAnswer] {
    let first = try clean ?? scorers[0].answers(to: text)
    tallies[0].add(first)
    for index in scorers.indices.dropFirst() {
      tallies[index].add(try scorers[index].answers(to: text))
    }
    return first
  }

  /// The score so far.
  ///
  /// - Parameters:
  ///   - task: The task's name.
  ///   - seed: Where the bootstrap begins.
  /// - Returns: The score of the unchanged model, with what the ablation did to it.
  public func score(task: String, seed: UInt64) -> TaskScores.Score {
    var score = tallies[0].score(task: task, seed: seed)
    let randoms = Array(tallies.dropFirst(2))
    score.ablation = TaskAblation(
      units: names, replacement: ranker.replacement == .zero ? "zero" : "mean",
      accuracy: tallies[1].accuracy, drop: change(tallies[0].drop(to: [tallies[1]], seed: seed)),
      randomAccuracies: randoms.map { Figure($0.accuracy) },
      dropBeyondRandom: randoms.isEmpty
        ? nil : change(tallies[1].rise(to: randoms, seed: seed)))
    return score
  }

  private func change(
    _ found: (value: Double, low: Double, high: Double)?
  ) -> TaskAblation.Change {
    TaskAblation.Change(
      value: found?.value ?? .nan, ciLow: found?.low, ciHigh: found?.high)
  }
}

extension TaskTally {
  /// How much higher others lie than this one, with its interval.
  fileprivate func rise(
    to others: [TaskTally], seed: UInt64
  ) -> (value: Double, low: Double, high: Double)? {
    drop(to: others, seed: seed).map { (-$0.value, -$0.high, -$0.low) }
  }
}
