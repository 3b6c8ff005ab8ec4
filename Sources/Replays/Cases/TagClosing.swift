import Analysis
import Tensors
import Transformers

/// Case 004: which neurons of a SoLU model close HTML tags.
///
/// The notebook's model has one layer; of a deeper one the last is looked at. Neurons are what the
/// MLP's output reads: of SoLU behind its normalization, of a gated MLP the product with the gate.
struct TagClosing: NotebookCase {
  private let stage: ReplayStage
  private let layer: Int

  /// How many of the neurons the notebook's table shows.
  private static let shownCount = 10

  init(_ stage: ReplayStage) {
    self.stage = stage
    layer = stage.configuration.layerCount - 1
  }

  func run(_ notes: ReplayNotes) throws {
    if !notes.replay.isOriginal {
      notes.warn(
        """
        the notebook's model is SoLU of one layer; here the neurons are those of layer \(layer), \
        of a\(stage.configuration.isGated ? " gated" : "n") MLP with \
        \(stage.configuration.activation.rawValue)
        """)
    }
    try continuations(notes)
    let neurons = try importance(notes)
    try page(neurons, notes)
  }

  private func continuations(_ notes: ReplayNotes) throws {
    try notes.step("Two tokens behind each prompt") { step in
      step.findings = try TagClosingPrompts.prompts.map { prompt in
        Finding(prompt, text: try stage.continuation(of: prompt, tokens: 2))
      }
    }
  }

  /// The table of the most important neurons, and those neurons.
  private func importance(_ notes: ReplayNotes) throws -> [Int] {
    let prompts = TagClosingPrompts.prompts
    return try notes.step("Important neurons") { step in
      let tokens = try prompts.map { try stage.tokens(of: $0) }
      let run = try AttributionRun(
        tokens.map { AnsweredPrompt(tokens: $0, answer: LogitCombination(right: 0)) },
        of: stage.model.transformer)
      let found = try run.neuronImportance(layer: layer)
      let means = found.means
      let top = Array(
        means.indices.sorted { means[$0] != means[$1] ? means[$0] > means[$1] : $0 < $1 }
          .prefix(Self.shownCount))
      step.findings = [
        notes.held(Finding("neurons", top.map(Double.init)), to: "neurons"),
        notes.held(
          Finding(
            "share of what all add to the predicted token, behind each prompt",
            top.flatMap { neuron in prompts.indices.map { Double(found.shares[$0, neuron]) } }),
          to: "shares"),
        notes.held(Finding("mean share", top.map { means[$0] }), to: "means"),
        Finding(
          "predicted", text: stage.texts(of: found.predictions).joined(separator: " ")),
      ]
      step.results.append(.attribution(table(top, found, tokens)))
      return top
    }
  }

  private func table(_ neurons: [Int], _ found: NeuronImportance, _ tokens: [[Int]]) -> Attribution
  {
    let texts = zip(TagClosingPrompts.prompts, tokens).map { prompt, tokens in
      PromptText(
        prompt: prompt,
        tokens: zip(tokens, stage.texts(of: tokens)).map { .init(id: $0, text: $1) },
        logitDiff: .nan)
    }
    return Attribution(
      model: stage.model.name, by: "neuron-importance", prompts: texts,
      rows: neurons.map { neuron in
        Attribution.Row(
          label: "\(layer).\(neuron)",
          values: texts.indices.map { Double(found.shares[$0, neuron]) }, isPerPrompt: true)
      }, warnings: ["no logits are compared: the rows are shares of the predicted token's logit"])
  }

  private func page(_ neurons: [Int], _ notes: ReplayNotes) throws {
    try notes.step("A page") { step in
      let tokens = try stage.tokens(of: TagClosingPrompts.page)
      let site = HookName.Block.mlpPost.name(layer: layer)
      guard let x = try stage.model.transformer(Run([tokens], sites: [site])).cache[site] else {
        return
      }
      let texts = stage.texts(of: tokens)
      // The notebook's labels are encoded without BOS, so that each stands one token too early.
      let shifted = Array(texts.dropFirst(try stage.prefix.count)) + ["NaN"]
      step.findings = [tableSize(x, notes), firstRow(x, notes)]
      step.tokens = neurons.prefix(3).map { neuron in
        Replay.TokenSeries(
          name: "\(layer).\(neuron)" + (stage.notebookCompat ? ", mislabelled" : ""),
          tokens: stage.notebookCompat ? Array(shifted.prefix(x.rows)) : texts,
          values: (0..<x.rows).map { Double(x[$0, neuron]) })
      }
      notes.mistake(
        """
        the page has BOS and its labels have not, so each label stands on the token before its own
        """,
        literal: "the first row is called '\(shifted[0])'",
        corrected: "the first row is '\(texts[0])'")
    }
  }

  private func tableSize(_ x: Matrix, _ notes: ReplayNotes) -> Finding {
    notes.held(
      Finding(
        "size of the table", [Double(x.rows), Double(x.columns)], labels: ["tokens", "neurons"]),
      to: "page")
  }

  /// Some of the first row, as the notebook prints it: the first five neurons and the last three.
  private func firstRow(_ x: Matrix, _ notes: ReplayNotes) -> Finding {
    let columns = Array(0..<5) + Array(x.columns - 3..<x.columns)
    return notes.held(
      Finding(
        "first row, each column divided by its sum",
        columns.map { Double(x[0, $0]) / x.columnSum($0) }, labels: columns.map(String.init)),
      to: "first row")
  }
}

extension Matrix {
  /// The sum of a column, in double precision.
  fileprivate func columnSum(_ column: Int) -> Double {
    (0..<rows).reduce(0) { $0 + Double(self[$1, column]) }
  }
}
