/// How well a model does some tasks.
public struct TaskScores: Codable, Hashable, Sendable {
  /// Where a task was asked.
  public enum Source: String, Codable, Hashable, Sendable {
    case prompts
    case corpus
  }

  /// What an interval is over.
  public enum Interval: String, Codable, Hashable, Sendable {
    /// Wilson's, over cases.
    case wilson
    /// A bootstrap over documents.
    case documents
  }

  /// One task.
  public struct Score: Codable, Hashable, Sendable {
    /// The task's name.
    public var task: String

    /// The share of the cases in which the model is right.
    @Figure public var accuracy: Double

    /// How many cases.
    public var count: Int

    /// The lower end of the 95 % confidence interval of the accuracy.
    @Figure public var ciLow: Double

    /// The upper end of the interval.
    @Figure public var ciHigh: Double

    /// What the interval is over.
    public var interval: Interval?

    /// Where the task was asked.
    public var source: Source?

    /// How many documents were read.
    public var documents: Int?

    /// Means over prompts: `logitDiff`, `probability`, `rank`, `metric`, `twinMetric`, and
    /// `prefersRight`, the share of prompts whose right answer is likelier than the wrong ones.
    public var metrics: [String: MeanInterval]?

    /// How often `</` is foreseen where the text goes on otherwise, over as many such places.
    public var falseAlarms: Share?

    /// The accuracy by what is to be closed.
    public var groups: [Group]?

    /// What became of each prompt.
    public var prompts: [PromptOutcome]?

    /// What taking parts out did to the accuracy; nil where none were.
    public var ablation: TaskAblation?

    /// What interventions did; nil where there were none.
    public var intervention: TaskIntervention?

    /// Makes a score with Wilson's interval, which stays between 0 and 1.
    ///
    /// Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    public init(task: String, right: Int, of count: Int) {
      let interval = WilsonInterval(right, of: count)
      self.task = task
      self.count = count
      accuracy = Double(right) / Double(count)
      ciLow = interval.low
      ciHigh = interval.high
      self.interval = .wilson
    }
  }

  /// A share with Wilson's interval.
  public struct Share: Codable, Hashable, Sendable {
    /// The share.
    @Figure public var share: Double

    /// Of how many.
    public var count: Int

    /// The lower end of Wilson's interval.
    @Figure public var ciLow: Double

    /// Its upper end.
    @Figure public var ciHigh: Double

    init(_ part: Int, of count: Int) {
      let interval = WilsonInterval(part, of: count)
      self.count = count
      share = Double(part) / Double(count)
      ciLow = interval.low
      ciHigh = interval.high
    }
  }

  /// Cases that have something in common.
  public struct Group: Codable, Hashable, Sendable {
    /// What they have in common.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
      /// How many elements or brackets are open.
      case depth
      /// How many tokens ago the one was opened that is to be closed.
      case distance
      /// Its name.
      case tag
    }

    /// What they have in common.
    public var by: Kind

    /// Its value, such as `4–7` or `li`.
    public var value: String

    /// The share of them in which the model is right.
    @Figure public var accuracy: Double

    /// How many they are.
    public var count: Int

    /// The lower end of Wilson's interval.
    @Figure public var ciLow: Double

    /// Its upper end.
    @Figure public var ciHigh: Double

    init(by: Kind, value: String, right: Int, of count: Int) {
      let interval = WilsonInterval(right, of: count)
      self.by = by
      self.value = value
      self.count = count
      accuracy = Double(right) / Double(count)
      ciLow = interval.low
      ciHigh = interval.high
    }
  }

  /// The model's name.
  public var model: String?

  /// The tasks, in the order asked for.
  public var tasks: [Score]

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]?

  /// Makes a result.
  public init(model: String? = nil, tasks: [Score], warnings: [String]? = nil) {
    self.model = model
    self.tasks = tasks
    self.warnings = warnings
  }
}

extension TaskScores.Score {
  /// The score of prompts.
  ///
  /// - Parameters:
  ///   - task: The task's name.
  ///   - outcomes: What became of each prompt.
  public init(task: String, outcomes: [PromptOutcome]) {
    self.init(task: task, right: outcomes.count(where: \.isRight), of: outcomes.count)
    source = .prompts
    prompts = outcomes
    let twins = outcomes.compactMap(\.twinMetric)
    metrics = [
      "logitDiff": MeanInterval(of: outcomes.map(\.logitDiff)),
      "probability": MeanInterval(of: outcomes.map(\.probability)),
      "rank": MeanInterval(of: outcomes.map { Double($0.rank) }),
      "metric": MeanInterval(of: outcomes.map(\.metric)),
      "prefersRight": MeanInterval(of: outcomes.map { $0.prefersRight ? 1 : 0 }),
    ]
    if !twins.isEmpty { metrics?["twinMetric"] = MeanInterval(of: twins) }
  }
}
