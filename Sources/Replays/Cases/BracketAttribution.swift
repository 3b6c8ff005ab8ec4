import Analysis
import Tensors
import Tokenizers
import Transformers

/// Case 003's direct logit attribution: what each part of the model adds to the logit of the closing
/// bracket, less that of the opening one, behind the eight prompts.
struct BracketAttribution {
  private let stage: ReplayStage
  private let run: AttributionRun
  private let answers: [LogitCombination]
  private let texts: [PromptText]

  /// What the bias of the unembedding adds, the mean over the prompts.
  private let bias: Double

  /// Runs the prompts, and tells of the difference that the residual stream gives and of the one
  /// that the model gives.
  init(_ stage: ReplayStage, _ notes: ReplayNotes) throws {
    self = try notes.step("Closing less opening bracket") { step in
      let attribution = try Self(stage)
      step.findings = attribution.differences(notes)
      return attribution
    }
    let difference = mean(run.logitDifferences)
    notes.mistake(
      "the difference computed from the residual stream lacks the unembedding's bias",
      literal: decimal(difference - bias),
      corrected: "\(decimal(difference)), of which b_U gives \(decimal(bias))")
  }

  private init(_ stage: ReplayStage) throws {
    self.stage = stage
    let model = stage.model
    let prompts = BracketPrompts.reference
    answers = try prompts.map { prompt in
      let answer = prompt.answer ?? ")"
      return LogitCombination(
        right: try model.tokenizer.singleToken(answer),
        wrong: try model.tokenizer.singleToken(Self.opening(of: answer)))
    }
    let tokens = try prompts.map { try stage.tokens(of: $0.prompt) }
    let run = try AttributionRun(
      zip(tokens, answers).map { AnsweredPrompt(tokens: $0, answer: $1) }, of: model.transformer)
    texts = prompts.indices.map { index in
      PromptText(
        prompt: prompts[index].prompt,
        tokens: tokens[index].map { .init(id: $0, text: model.tokenizer.text(of: $0)) },
        logitDiff: run.logitDifferences[index])
    }
    self.run = run
    let biases = try run.attribution(to: .components).rows.filter { $0.label == "b_U" }
    bias = biases.first.map { mean($0.values) } ?? 0
  }

  private static func opening(of symbol: String) -> String {
    let index = BracketClasses.index(of: symbol) ?? BracketClasses.openingCount
    return String(BracketClasses.symbols[index - BracketClasses.openingCount])
  }

  private func differences(_ notes: ReplayNotes) -> [Finding] {
    let difference = mean(run.logitDifferences)
    return [
      notes.held(
        Finding("tokens", answers.flatMap { $0.terms.map { Double($0.token) } }), to: "answers"),
      notes.held(
        Finding(
          "mean difference of the logits", [difference - bias, difference],
          labels: ["direct", "true"]), to: "mean difference"),
    ]
  }

  /// The states of the stream, all divided as the last is, and each as it would be.
  func lens(_ notes: ReplayNotes) throws {
    try notes.step("Logit lens") { step in
      let literal = try lensByLastScale()
      let corrected = try run.logitLens().states.map { state in
        Attribution.Row(label: state.label, values: state.logitDifferences)
      }
      step.findings = [
        notes.held(
          Finding(
            "with the last state's divisor", literal.map(\.value), labels: literal.map(\.label)),
          to: "lens"),
        Finding(
          "each state normalized by itself", corrected.map(\.value),
          labels: corrected.map(\.label)),
      ]
      step.results.append(
        .attribution(
          Attribution(
            model: stage.model.name, by: "logit-lens", prompts: texts, rows: corrected)))
      noteLens(literal, corrected, notes)
    }
  }

  /// The states as the notebook reads them: all divided as the last is, and without b_U.
  private func lensByLastScale() throws -> [Attribution.Row] {
    let model = stage.model.transformer
    let result = try model(
      Run(run.prompts.map(\.tokens), sites: ResidualAnalysis.sites(of: model.configuration)))
    let analysis = try ResidualAnalysis(result.cache, of: model, at: .last)
    let stack = try analysis.accumulatedResidual(includesMid: true)
    let values = try analysis.logitAttributions(of: stack, to: answers).values
    return stack.labels.enumerated().map { row, label in
      Attribution.Row(label: label, values: answers.indices.map { Double(values[row, $0]) })
    }
  }

  private func noteLens(
    _ literal: [Attribution.Row], _ corrected: [Attribution.Row], _ notes: ReplayNotes
  ) {
    guard literal.count > 1, corrected.count > 1 else { return }
    notes.mistake(
      "the lens divides every state by the last state's scale, and leaves out b_U",
      literal: "\(decimal(literal[1].value)) at \(literal[1].label)",
      corrected: "\(decimal(corrected[1].value)) at \(corrected[1].label)")
  }

  /// What embeddings, attentions and MLPs add.
  func components(_ notes: ReplayNotes) throws {
    let found = try run.attribution(to: .components)
    let names = Set(notes.published.numbers["components"]?.labels ?? [])
    let rows = found.rows.filter { notes.replay.isOriginal ? names.contains($0.label) : true }
    try notes.step("Components") { step in
      step.findings = [
        notes.held(
          Finding(
            "what each adds, in the mean", rows.map { mean($0.values) }, labels: rows.map(\.label)),
          to: "components"),
        Finding("what the rows leave", [mean(found.remainders)]),
      ]
      step.results.append(.attribution(attribution(found, by: "component")))
    }
  }

  /// What each head adds, and what the biases of attention add beside.
  func heads(_ notes: ReplayNotes) throws {
    let found = try run.attribution(to: .heads)
    let heads = found.rows.filter { $0.label.hasPrefix("L") }
    try notes.step("Heads") { step in
      step.findings = [
        notes.held(
          Finding(
            "what each head adds, in the mean", heads.map { mean($0.values) },
            labels: heads.map(\.label)), to: "heads")
      ]
      step.results.append(.attribution(attribution(found, by: "head")))
    }
    try noteMissingBias(heads, notes)
  }

  private func attribution(_ found: DirectAttribution, by kind: String) -> Attribution {
    Attribution(found, model: stage.model.name, by: kind, prompts: texts)
  }

  /// In the first layer the heads' sum is not what attention writes: its bias is missing.
  private func noteMissingBias(
    _ heads: [DirectAttribution.Row], _ notes: ReplayNotes
  ) throws {
    let components = try run.attribution(to: .components).rows
    guard let attention = components.first(where: { $0.label == "0_attn_out" }) else { return }
    let sum = heads.filter { $0.label.hasPrefix("L0H") }.reduce(0) { $0 + mean($1.values) }
    notes.mistake(
      "the table of heads lacks the biases of attention",
      literal: "layer 0's heads add up to \(decimal(sum))",
      corrected: "layer 0's attention adds \(decimal(mean(attention.values)))")
  }
}
