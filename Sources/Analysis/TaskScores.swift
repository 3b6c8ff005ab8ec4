/// How well a model does some tasks.
public struct TaskScores: Codable, Hashable, Sendable {
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

    /// Makes a score with Wilson's interval, which stays between 0 and 1.
    ///
    /// Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    public init(task: String, right: Int, of count: Int) {
      precondition(right >= 0 && right <= count, "Score: \(right) of \(count)")
      self.task = task
      self.count = count
      let n = Double(count)
      let share = Double(right) / n
      let z2 = 1.959963984540054 * 1.959963984540054
      let middle = (share + z2 / (2 * n)) / (1 + z2 / n)
      let spread = (z2 * (share * (1 - share) / n + z2 / (4 * n * n))).squareRoot() / (1 + z2 / n)
      accuracy = share
      ciLow = right == 0 ? 0 : middle - spread
      ciHigh = right == count ? 1 : middle + spread
    }
  }

  /// The model's name.
  public var model: String?

  /// The tasks, in the order asked for.
  public var tasks: [Score]

  /// Makes a result.
  public init(model: String? = nil, tasks: [Score]) {
    self.model = model
    self.tasks = tasks
  }
}
