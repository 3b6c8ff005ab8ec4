import Tensors
public import Tokenizers
public import Transformers

/// Puts tasks to a model, as it is or with something done to it.
public struct TaskScorer: Sendable {
  let model: Transformer
  let tokenizer: Tokenizer

  /// What is done to the model in every run.
  public var interventions: [Intervention]

  /// Puts tasks to a model.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - tokenizer: Its tokenizer.
  ///   - interventions: What is done to it in every run.
  public init(_ model: Transformer, _ tokenizer: Tokenizer, interventions: [Intervention] = []) {
    self.model = model
    self.tokenizer = tokenizer
    self.interventions = interventions
  }

  /// Whether the model is right at each question of a text, and how likely it holds the answers.
  ///
  /// - Parameter text: The text.
  /// - Returns: An answer to each question, and to each decoy.
  /// - Throws: `TransformerError` when the model cannot read the text.
  public func answers(to text: TaskText) throws -> [TaskAnswer] {
    let questions = text.questions + text.decoys
    guard !questions.isEmpty else { return [] }
    let run = Run(
      [text.tokens], interventions: interventions, logits: .at(questions.map(\.position)))
    let logits = try model(run).logits
    var judge = AnswerJudge(tokenizer)
    return questions.enumerated().map { row, question in
      TaskAnswer(
        question, isRight: judge.isRight(logits[row: row], by: question.rule),
        probability: judge.probability(logits[row: row], by: question.rule),
        isDecoy: row >= text.questions.count)
    }
  }

  /// What the model makes of a prompt and of its twin.
  ///
  /// - Parameters:
  ///   - prompts: The prompts.
  ///   - metric: What they are compared by.
  /// - Returns: An outcome for each prompt.
  /// - Throws: `TransformerError` when the model cannot read a prompt.
  public func outcomes(of prompts: [TaskPrompt], by metric: Metric) throws -> [PromptOutcome] {
    var judge = AnswerJudge(tokenizer)
    return try prompts.map { prompt in
      let sequences = [prompt.tokens] + [prompt.corruptedTokens].compactMap { $0 }
      try model.weights.unembedding.check([prompt.answer])
      let logits = try model(Run(sequences, interventions: interventions, logits: .last)).logits
      return outcome(prompt, logits, metric, &judge)
    }
  }

  private func outcome(
    _ prompt: TaskPrompt, _ logits: Matrix, _ metric: Metric, _ judge: inout AnswerJudge
  ) -> PromptOutcome {
    let row = logits[row: 0]
    let best = prompt.right.reduce(-Float.infinity) { max($0, row[$1]) }
    let bestWrong = prompt.wrong.reduce(-Float.infinity) { max($0, row[$1]) }
    let answer = prompt.answer
    return PromptOutcome(
      prompt: prompt.text, twin: prompt.corruptedText,
      isRight: prompt.rules.contains { judge.isRight(row, by: $0) },
      prefersRight: best > bestWrong,
      logitDiff: answer.value(at: row),
      probability: Metric.probability.value(at: row, answer: answer),
      rank: row.indices.reduce(0) { $0 + (row[$1] > best ? 1 : 0) },
      likeliest: indexOfMaximum(row).map { tokenizer.text(of: $0) } ?? "",
      metric: metric.value(at: row, answer: answer),
      twinMetric: logits.rows > 1 ? metric.value(at: logits[row: 1], answer: answer) : nil)
  }
}

/// A model's answer to one question of a text.
public struct TaskAnswer: Hashable, Sendable {
  /// The question.
  public var question: TaskText.Question

  /// Whether the answer is right.
  public var isRight: Bool

  /// The probability of the tokens that are asked about; nil where none are named.
  public var probability: Double?

  /// Whether the question is a decoy, at which those tokens would be wrong.
  public var isDecoy: Bool

  init(
    _ question: TaskText.Question, isRight: Bool, probability: Double? = nil,
    isDecoy: Bool = false
  ) {
    self.question = question
    self.isRight = isRight
    self.probability = probability
    self.isDecoy = isDecoy
  }
}
