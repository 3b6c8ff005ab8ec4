public import Tokenizers

/// A text as a task sees it: its tokens, and where in it the task asks.
public struct TaskText: Sendable {
  /// A place at which a task asks what comes next.
  public struct Question: Hashable, Sendable {
    /// What is asked.
    public var measure: TaskMeasure

    /// The position of the token that foresees.
    public var position: Int

    /// What counts as right.
    public var rule: AnswerRule

    /// How many elements or brackets are open.
    public var depth: Int?

    /// How many tokens ago the one was opened that is to be closed.
    public var distance: Int?

    /// Its name.
    public var tag: String?

    /// Where the text stands that the tokens up to this one have covered, in bytes.
    public var offset: Int
  }

  /// The whole text.
  public let bytes: [UInt8]

  /// The tokens that the model reads: those that open a sequence, then the text's first.
  public let tokens: [Int]

  /// Where it is asked, each measure's places in order.
  public internal(set) var questions: [Question]

  /// As many places at which the answer would be wrong, spread over the text; of `htmlClose` alone.
  public internal(set) var decoys: [Question]

  /// Finds where measures ask of a text.
  ///
  /// What the text's structure is, the whole of it says; the model reads its first tokens alone.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - measures: What is asked.
  ///   - tokenizer: The model's tokenizer.
  ///   - prefix: Tokens that open every sequence.
  ///   - contextSize: How many tokens the model reads.
  ///   - skipped: How many of them come before the first that is asked about.
  public init(
    _ text: String, asking measures: [TaskMeasure], of tokenizer: Tokenizer, prefix: [Int],
    contextSize: Int, skipping skipped: Int
  ) {
    // A page's text is data: the names of special tokens in it are not those tokens.
    let found = Array(
      tokenizer.encode(text, parsingSpecialTokens: false)
        .prefix(max(contextSize - prefix.count, 0)))
    bytes = Array(text.utf8)
    tokens = prefix + found.map(\.id)
    let finder = QuestionFinder(bytes: bytes, tokens: found, tokenizer: tokenizer)
    func kept(_ questions: [Question]) -> [Question] {
      questions.compactMap { question in
        var question = question
        question.position += prefix.count
        return question.position >= skipped ? question : nil
      }
    }
    questions = kept(measures.flatMap(finder.questions))
    let others = kept(measures.flatMap(finder.decoys))
    let count = min(questions.count(where: { $0.measure == .htmlClose }), others.count)
    decoys = (0..<count).map { others[$0 * others.count / count] }
  }
}
