/// A behaviour that a model may show: prompts with answers, and a question that is put to texts.
///
/// A model does the task on a prompt when it holds a right answer likeliest. On a corpus the same is
/// asked wherever a page says what comes next (`measure`).
public struct BehaviourTask: Hashable, Sendable {
  /// A prompt with its answers.
  public struct Prompt: Hashable, Sendable {
    /// The text that the model reads.
    public var text: String

    /// The right answers, any of which will do.
    public var right: [String]

    /// Wrong answers; none given are those that are right behind the twin.
    public var wrong: [String]

    /// Texts that differ in little and ask for another answer.
    ///
    /// The first that has as many tokens is the prompt's twin. Where none is given,
    /// `BehaviourTask.twin` makes some.
    public var corrupted: [String]

    /// Makes a prompt.
    ///
    /// - Parameters:
    ///   - text: The text that the model reads.
    ///   - right: The right answers.
    ///   - wrong: Wrong answers.
    ///   - corrupted: Twins, the best first.
    public init(
      _ text: String, right: [String], wrong: [String] = [], corrupted: [String] = []
    ) {
      self.text = text
      self.right = right
      self.wrong = wrong
      self.corrupted = corrupted
    }
  }

  /// The name it is asked for by.
  public var name: String

  /// What a model that does it foresees, in a line.
  public var summary: String

  /// What prompts are compared by.
  public var metric: Metric

  /// The prompts.
  public var prompts: [Prompt]

  /// What is asked of texts; nil where only prompts are.
  public var measure: TaskMeasure?

  /// How twins are made of prompts that bring none, and of stretches of pages.
  public var twin: StructureTwin?

  /// Whether an answer of several tokens is an error; else its first token stands for it.
  public var wantsSingleTokens: Bool

  /// Makes a task.
  ///
  /// - Parameters:
  ///   - name: The name it is asked for by.
  ///   - summary: What a model that does it foresees.
  ///   - metric: What prompts are compared by.
  ///   - prompts: The prompts.
  ///   - measure: What is asked of texts.
  ///   - twin: How twins are made.
  ///   - wantsSingleTokens: Whether an answer of several tokens is an error.
  public init(
    name: String, summary: String, metric: Metric = .logitDifference, prompts: [Prompt],
    measure: TaskMeasure? = nil, twin: StructureTwin? = nil, wantsSingleTokens: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.metric = metric
    self.prompts = prompts
    self.measure = measure
    self.twin = twin
    self.wantsSingleTokens = wantsSingleTokens
  }
}

extension BehaviourTask {
  /// Finds a built-in task by its name, or reads one from a YAML file.
  ///
  /// - Parameter name: A name, or a path that ends in `.yaml` or `.yml`.
  /// - Throws: `AnalysisError` with code `.unreadableTask`, which lists the names there are.
  public init(named name: String) throws(AnalysisError) {
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      try self.init(path: name)
    } else if let task = Self.builtIn.first(where: { $0.name == name }) {
      self = task
    } else {
      let known = Self.builtIn.map(\.name).joined(separator: ", ")
      throw AnalysisError(
        code: .unreadableTask,
        message: "no such task; there are \(known), and files that end in .yaml", path: name)
    }
  }
}
