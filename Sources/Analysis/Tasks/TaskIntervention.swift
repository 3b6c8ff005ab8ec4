/// What interventions did to a model's answers to a task.
public struct TaskIntervention: Codable, Hashable, Sendable {
  /// What became of the probability of the tokens that are asked about.
  public struct Change: Codable, Hashable, Sendable {
    /// The share of places at which it rose.
    public var raised: TaskScores.Share

    /// Its mean without the interventions.
    public var before: MeanInterval

    /// Its mean with them.
    public var after: MeanInterval
  }

  /// The accuracy with the interventions.
  @Figure public var accuracy: Double

  /// Where the answer is right; nil where no tokens are named.
  public var probability: Change?

  /// Where it would be wrong; nil where there are no such places.
  public var decoys: Change?

  /// Compares answers to the same questions.
  ///
  /// - Parameters:
  ///   - before: The answers of the model as it is.
  ///   - after: The answers with the interventions, in the same order.
  public init(before: [TaskAnswer], after: [TaskAnswer]) {
    precondition(before.count == after.count, "TaskIntervention: \(before.count), \(after.count)")
    let pairs = Array(zip(before, after))
    let asked = after.filter { !$0.isDecoy }
    accuracy = Double(asked.count(where: \.isRight)) / Double(asked.count)
    probability = Change(pairs.filter { !$0.0.isDecoy })
    decoys = Change(pairs.filter(\.0.isDecoy))
  }

  /// Compares what became of prompts.
  ///
  /// - Parameters:
  ///   - before: Without the interventions.
  ///   - after: With them, in the same order.
  public init(before: [PromptOutcome], after: [PromptOutcome]) {
    accuracy = Double(after.count(where: \.isRight)) / Double(after.count)
    probability = Change(zip(before, after).map { ($0.probability, $1.probability) })
  }
}

extension TaskIntervention.Change {
  fileprivate init?(_ pairs: [(TaskAnswer, TaskAnswer)]) {
    self.init(
      pairs.compactMap { before, after in
        before.probability.flatMap { first in after.probability.map { (first, $0) } }
      })
  }

  fileprivate init?(_ pairs: [(Double, Double)]) {
    guard !pairs.isEmpty else { return nil }
    raised = TaskScores.Share(pairs.count(where: { $0.1 > $0.0 }), of: pairs.count)
    before = MeanInterval(of: pairs.map(\.0))
    after = MeanInterval(of: pairs.map(\.1))
  }
}
