import Analysis
import Transformers

/// Case 003: how GPT-Neo closes brackets.
///
/// The vocabulary's brackets, what the model foresees behind 72 prompts, the notebook's two metrics,
/// and which parts of the model write the difference between the closing bracket and the opening one.
struct BracketClosing: NotebookCase {
  private let stage: ReplayStage

  /// The answers that the notebook takes to see its metric fall.
  private static let wrongSymbols = "<[>){)[]".map(String.init)

  init(_ stage: ReplayStage) { self.stage = stage }

  func run(_ notes: ReplayNotes) throws {
    try vocabulary(notes)
    try exploration(notes)
    let twins = try reference(notes)
    try metrics(twins, notes)
    let attribution = try BracketAttribution(stage, notes)
    try attribution.lens(notes)
    try attribution.components(notes)
    try attribution.heads(notes)
  }

  private func vocabulary(_ notes: ReplayNotes) throws {
    try notes.step("The vocabulary's brackets") { step in
      let classes = BracketClasses(of: stage.model.tokenizer, below: stage.configuration.dVocabOut)
      step.findings.append(
        notes.held(
          Finding(
            "tokens that begin with each", classes.tokens.map { Double($0.count) },
            labels: BracketClasses.symbols.map(String.init)), to: "classes"))
    }
  }

  private func exploration(_ notes: ReplayNotes) throws {
    try notes.step("Exploratory prompts") { step in
      let scores = try BracketScores(
        of: stage.model, behind: BracketPrompts.exploratory, bos: stage.bos)
      step.results.append(.brackets(scores))
      step.findings.append(notes.held(conditional(scores.prompts), to: "exploratory"))
    }
  }

  private func conditional(_ prompts: [BracketScores.Prompt]) -> Finding {
    Finding(
      "probability of each bracket, given one, behind \(prompts.count) prompts",
      prompts.flatMap { $0.conditional.map(\.wrappedValue) })
  }

  /// The eight prompts and their closed twins.
  private func reference(_ notes: ReplayNotes) throws -> BracketScores {
    let prompts = BracketPrompts.reference
    let closed = prompts.map { BracketPrompt($0.prompt + ($0.answer ?? "")) }
    return try notes.step("Reference prompts and their closed twins") { step in
      let scores = try BracketScores(of: stage.model, behind: prompts + closed, bos: stage.bos)
      step.results.append(.brackets(scores))
      step.findings.append(
        notes.held(
          Finding("tokens of each", scores.prompts.map { Double($0.tokens) }), to: "token counts"))
      step.findings.append(notes.held(conditional(scores.prompts), to: "reference"))
      let right = scores.prompts.count { $0.answer == scores.symbols[$0.likeliest].symbol }
      let answered = scores.prompts.count { $0.answer != nil }
      step.findings.append(
        Finding("prompts whose likeliest bracket is right", text: "\(right) of \(answered)"))
      return scores
    }
  }

  private func metrics(_ scores: BracketScores, _ notes: ReplayNotes) throws {
    let answered = scores.prompts.filter { $0.answer != nil }
    let wrong = try BracketScores(
      of: stage.model,
      behind: zip(BracketPrompts.reference, Self.wrongSymbols).map {
        BracketPrompt($0.prompt, answer: $1)
      }, bos: stage.bos
    ).prompts
    try notes.step("Metrics") { step in
      step.findings = [
        notes.held(Finding("openness", answered.values(of: .openness)), to: "openness"),
        notes.held(
          Finding("symbol, right answers", answered.values(of: .symbol)), to: "symbol right"),
        notes.held(Finding("symbol, wrong answers", wrong.values(of: .symbol)), to: "symbol wrong"),
      ]
      let corrected: [BracketMetric] = [
        .opennessMean, .opennessLogOdds, .symbolRest, .symbolMean, .symbolLogOdds,
      ]
      step.findings += corrected.map { Finding($0.rawValue, answered.values(of: $0)) }
    }
    notes.mistake(
      """
      the text describes the answer's sum less the mean of the rest; the code takes twice the \
      answer's sum less the mean of all eight
      """,
      literal: "symbol \(listed(answered.values(of: .symbol)))",
      corrected: "symbol-rest \(listed(answered.values(of: .symbolRest)))")
    notes.mistake(
      """
      both metrics add up classes of different sizes, so they change with a constant added to all \
      logits and count rare tokens like common ones
      """,
      literal: "openness \(listed(answered.values(of: .openness)))",
      corrected: "openness-log-odds \(listed(answered.values(of: .opennessLogOdds)))")
  }
}

extension [BracketScores.Prompt] {
  fileprivate func values(of metric: BracketMetric) -> [Double] {
    map { $0.metrics?[metric.rawValue]?.wrappedValue ?? .nan }
  }
}
