import Probes
import Tensors

/// The answers of a model to a task's questions, counted document by document.
public struct TaskTally: Sendable {
  /// The documents' answers, with those that are counted for each group.
  private var documents: [(right: Int, count: Int)] = []
  private var groups: [GroupKey: (right: Int, count: Int)] = [:]

  private var decoys: (right: Int, count: Int) = (0, 0)
  private var probabilities: [Double] = []

  /// How many questions have been answered.
  public var count: Int { documents.reduce(0) { $0 + $1.count } }

  /// How many were answered rightly.
  public var right: Int { documents.reduce(0) { $0 + $1.right } }

  /// The share of right answers; NaN of none.
  public var accuracy: Double { Double(right) / Double(count) }

  /// Begins to count.
  public init() {}

  /// Counts a document's answers in.
  public mutating func add(_ all: [TaskAnswer]) {
    let answers = all.filter { !$0.isDecoy }
    let others = all.filter(\.isDecoy)
    decoys.right += others.count(where: \.isRight)
    decoys.count += others.count
    documents.append((answers.count(where: \.isRight), answers.count))
    probabilities += answers.compactMap(\.probability)
    for answer in answers {
      for key in GroupKey.keys(of: answer.question) {
        let before = groups[key] ?? (0, 0)
        groups[key] = (before.right + (answer.isRight ? 1 : 0), before.count + 1)
      }
    }
  }

  /// The score, with an interval over documents, and over questions for each group.
  ///
  /// Questions of one document resemble one another, so the interval is a bootstrap over documents;
  /// Wilson's, over questions, where only one has any.
  ///
  /// - Parameters:
  ///   - task: The task's name.
  ///   - seed: Where chance begins.
  /// - Returns: The score.
  public func score(task: String, seed: UInt64) -> TaskScores.Score {
    var score = TaskScores.Score(task: task, right: right, of: count)
    score.source = .corpus
    score.documents = documents.count
    if let interval = accuracyInterval(seed: seed) {
      score.ciLow = interval.low
      score.ciHigh = interval.high
      score.interval = .documents
    }
    if !probabilities.isEmpty {
      score.metrics = ["probability": MeanInterval(of: probabilities)]
    }
    if decoys.count > 0 {
      score.falseAlarms = TaskScores.Share(decoys.count - decoys.right, of: decoys.count)
    }
    score.groups = groups.sorted { $0.key < $1.key }.map { key, counts in
      TaskScores.Group(by: key.by, value: key.value, right: counts.right, of: counts.count)
    }
    return score
  }

  /// The middle 95 % of accuracies over draws of as many documents; nil where fewer than two have
  /// questions.
  func accuracyInterval(seed: UInt64, draws: Int = 2000) -> (low: Double, high: Double)? {
    guard documents.count(where: { $0.count > 0 }) >= 2 else { return nil }
    return bootstrap(documents.count, draws: draws, seed: seed) { drawn in
      let right = drawn.reduce(0) { $0 + documents[$1].right }
      let count = drawn.reduce(0) { $0 + documents[$1].count }
      return count > 0 ? Double(right) / Double(count) : nil
    }
  }

  /// How much lower another tally of the same documents lies than this one, with its interval.
  ///
  /// - Parameters:
  ///   - others: Tallies of the same questions; their mean accuracy counts.
  ///   - seed: Where chance begins.
  /// - Returns: This accuracy less theirs.
  func drop(to others: [TaskTally], seed: UInt64) -> (value: Double, low: Double, high: Double)? {
    func difference(_ drawn: [Int]) -> Double? {
      let mine = accuracy(drawn)
      let theirs = others.compactMap { $0.accuracy(drawn) }
      guard let mine, theirs.count == others.count, !theirs.isEmpty else { return nil }
      return mine - mean(theirs)
    }
    guard let value = difference(Array(documents.indices)),
      let interval = bootstrap(documents.count, draws: 2000, seed: seed, difference)
    else { return nil }
    return (value, interval.low, interval.high)
  }

  private func accuracy(_ drawn: [Int]) -> Double? {
    let count = drawn.reduce(0) { $0 + documents[$1].count }
    return count > 0
      ? Double(drawn.reduce(0) { $0 + documents[$1].right }) / Double(count) : nil
  }
}

/// The middle 95 % of a statistic over draws with replacement; nil of fewer than two things.
///
/// Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap", section 13.3.
func bootstrap(
  _ count: Int, draws: Int, seed: UInt64, _ statistic: ([Int]) -> Double?
) -> (low: Double, high: Double)? {
  guard count >= 2 else { return nil }
  let values = (0..<draws).compactMap { draw in
    var random = SplittableRandom(seed: seed).split("bootstrap").split(UInt64(draw))
    return statistic((0..<count).map { _ in Int.random(in: 0..<count, using: &random) })
  }.sorted()
  return values.isEmpty ? nil : (quantile(values, 0.025), quantile(values, 0.975))
}

/// What questions are counted together by.
private struct GroupKey: Hashable, Comparable {
  let by: TaskScores.Group.Kind
  let value: String
  let order: Int

  static func keys(of question: TaskText.Question) -> [GroupKey] {
    var keys: [GroupKey] = []
    if let depth = question.depth { keys.append(GroupKey(.depth, depth)) }
    if let distance = question.distance { keys.append(GroupKey(.distance, distance)) }
    if let tag = question.tag { keys.append(GroupKey(by: .tag, value: tag, order: 0)) }
    return keys
  }

  private init(by: TaskScores.Group.Kind, value: String, order: Int) {
    self.by = by
    self.value = value
    self.order = order
  }

  /// Bands of doubling width.
  private init(_ by: TaskScores.Group.Kind, _ number: Int) {
    let start = number < 1 ? 0 : 1 << (Int.bitWidth - 1 - number.leadingZeroBitCount)
    let end = max(2 * start - 1, 0)
    self.init(by: by, value: start == end ? "\(start)" : "\(start)–\(end)", order: start)
  }

  static func < (a: GroupKey, b: GroupKey) -> Bool {
    (a.by.rawValue, a.order, a.value) < (b.by.rawValue, b.order, b.value)
  }
}
