/// The effects of ablations, counted document by document.
public struct AblationTally: Sendable {
  private let targets: [AblationTarget]
  private let kinds: [AblationKind]
  private let placeCount: Int
  private let keepsTokens: Bool
  private var effects: [[EffectTally]]
  private var lossSum = 0.0
  private var tokenCount = 0
  private var documentCount = 0
  private var texts: [[String]] = []

  /// Begins to count.
  ///
  /// - Parameters:
  ///   - targets: What is taken out.
  ///   - kinds: How.
  ///   - placeCount: How many of the places are kept where an ablation does most.
  ///   - keepsTokens: Whether every token's number is kept.
  public init(
    targets: [AblationTarget], kinds: [AblationKind], placeCount: Int, keepsTokens: Bool
  ) {
    self.targets = targets
    self.kinds = kinds
    self.placeCount = placeCount
    self.keepsTokens = keepsTokens
    effects = targets.map { _ in kinds.map { _ in EffectTally() } }
  }

  /// Counts a document in.
  ///
  /// - Parameters:
  ///   - losses: The losses of the model as it is.
  ///   - found: For each target and kind its effect.
  ///   - texts: The text of every token.
  public mutating func add(
    losses: [Float], effects found: [[AblationEffect]], texts: [String]
  ) {
    for target in targets.indices {
      for kind in kinds.indices {
        effects[target][kind].add(
          found[target][kind], document: documentCount, texts: texts, placeCount: placeCount,
          keepsTokens: keepsTokens)
      }
    }
    lossSum += losses.reduce(0.0) { $0 + Double($1) }
    tokenCount += losses.count
    documentCount += 1
    if keepsTokens { self.texts.append(texts) }
  }

  /// The result so far.
  ///
  /// - Parameters:
  ///   - model: The model's name.
  ///   - warnings: What a reader should know.
  /// - Returns: The result.
  public func result(model: String, warnings: [String] = []) -> Ablation {
    Ablation(
      model: model, documents: documentCount, tokens: tokenCount,
      loss: lossSum / Double(tokenCount),
      units: targets.indices.map { target in
        Ablation.Unit(
          unit: targets[target].label,
          kinds: kinds.indices.map { effects[target][$0].effect(kind: kinds[$0]) })
      },
      texts: keepsTokens ? texts : nil, warnings: warnings)
  }
}

/// The effects of one kind of ablation of one target.
private struct EffectTally: Sendable {
  private var lossMeans = WeightedMeans()
  private var logitMeans = WeightedMeans()
  private var top: [Ablation.Place] = []
  private var bottom: [Ablation.Place] = []
  private var tokens: [[Figure]]?

  mutating func add(
    _ effect: AblationEffect, document: Int, texts: [String], placeCount: Int, keepsTokens: Bool
  ) {
    lossMeans.add(effect.lossChanges)
    logitMeans.add(effect.logitChanges)
    for (position, change) in effect.lossChanges.enumerated() {
      let place = { Ablation.Place(document, position, change: change, texts) }
      Self.insert(place, Double(change), into: &top, limit: placeCount) { $0 > $1 }
      Self.insert(place, Double(change), into: &bottom, limit: placeCount) { $0 < $1 }
    }
    if keepsTokens {
      tokens = (tokens ?? []) + [effect.lossChanges.map { Figure($0) }]
    }
  }

  private static func insert(
    _ place: () -> Ablation.Place, _ value: Double, into list: inout [Ablation.Place], limit: Int,
    isBefore: (Double, Double) -> Bool
  ) {
    if list.count == limit {
      guard let last = list.last, isBefore(value, last.lossChange) else { return }
      list.removeLast()
    }
    let spot = list.firstIndex { isBefore(value, $0.lossChange) } ?? list.count
    list.insert(place(), at: spot)
  }

  func effect(kind: AblationKind) -> Ablation.Effect {
    Ablation.Effect(
      kind: kind, lossChange: lossMeans.interval, logitChange: logitMeans.interval, top: top,
      bottom: bottom, perToken: tokens)
  }
}

extension Ablation.Place {
  /// A place with the text before it, the nearest ten tokens before the one that foresees.
  fileprivate init(_ document: Int, _ position: Int, change: Float, _ texts: [String]) {
    self.init(
      document: document, position: position,
      context: texts[max(0, position - 10)...position].joined(), next: texts[position + 1],
      lossChange: Double(change))
  }
}

/// The mean over all tokens, and how it varies from document to document.
private struct WeightedMeans: Sendable {
  private var sums: [(sum: Double, count: Int)] = []

  mutating func add(_ values: [Float]) {
    sums.append((values.reduce(0.0) { $0 + Double($1) }, values.count))
  }

  /// The ratio of sums, with the interval of such a ratio over documents of unequal lengths.
  var interval: MeanInterval {
    let count = Double(sums.reduce(0) { $0 + $1.count })
    let mean = sums.reduce(0) { $0 + $1.sum } / count
    let perDocument = count / Double(sums.count)
    // Each document's share of the deviation: its sum less what the mean would make it.
    return MeanInterval(
      of: sums.map { mean + ($0.sum - mean * Double($0.count)) / perDocument })
  }
}
