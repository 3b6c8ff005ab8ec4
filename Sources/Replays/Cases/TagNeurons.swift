import Analysis
import Corpora
import Probes
import Tensors
import Tokenizers
import Transformers

/// Case 000's probes of every layer, and what their neurons do when a title is continued.
struct TagNeurons {
  private let stage: ReplayStage
  private let split: RowSplit
  private let labels: [Bool]

  /// For each layer the neurons at the last position of every prompt.
  private let activations: [Matrix]

  /// The probe of each layer.
  private let fits: [LogisticFit]

  /// How long a prompt is, BOS included, and how many a page gives.
  private static let promptLength = 24
  private static let promptsOfPage = 8

  private static let regression = LogisticRegression(penalty: .l1, C: 0.12)

  /// Reads prompts and fits a probe to every layer.
  init(_ stage: ReplayStage, _ notes: ReplayNotes) throws {
    self = try notes.step("Prompts of markup and of prose") { step in
      let neurons = try Self(stage)
      step.findings = [
        Finding(
          "prompts, of markup, neurons of a layer",
          [
            Double(neurons.labels.count), Double(neurons.labels.count(where: { $0 })),
            Double(neurons.activations[0].columns),
          ], note: "the notebook's labelled prompts were not published")
      ]
      return neurons
    }
  }

  private init(_ stage: ReplayStage) throws {
    self.stage = stage
    let prompts = try Self.prompts(stage)
    let labels = prompts.map(\.isHTML)
    guard Set(labels).count == 2, prompts.count >= 10 else {
      throw ReplayError(
        code: .tooLittleText,
        message: "expected pages for ten prompts of markup and of text, found \(prompts.count)")
    }
    let layers = 0..<stage.configuration.layerCount
    let sites = layers.map { HookName.Block.mlpPost.name(layer: $0) }
    activations = try Self.lastRows(of: prompts.map(\.tokens), at: sites, stage.model.transformer)
    let split = RowSplit.byRow(Array(prompts.indices), testFraction: 0.2, randomState: 42)
    fits = try activations.map {
      try Self.regression.fit($0.gatheringRows(split.train), labels: split.train.map { labels[$0] })
    }
    self.split = split
    self.labels = labels
  }

  /// Windows of the markup of every other page, and of the visible text of the rest.
  private static func prompts(_ stage: ReplayStage) throws -> [(tokens: [Int], isHTML: Bool)] {
    let prefix = try stage.prefix
    let length = min(promptLength, stage.configuration.contextSize) - prefix.count
    return stage.documents.filter(\.isHTML).enumerated().flatMap { index, page in
      let isHTML = index % 2 == 0
      let text = (isHTML ? Recipe.wikipedia : .text).apply(to: page)
      let tokens = stage.model.tokenizer.encode(text, parsingSpecialTokens: false).map(\.id)
      let starts = stride(from: 0, through: tokens.count - length, by: length)
      return starts.prefix(promptsOfPage).map { start in
        (tokens: prefix + tokens[start..<start + length], isHTML: isHTML)
      }
    }
  }

  /// The last row of each prompt at each site, a batch of prompts at a time.
  private static func lastRows(
    of prompts: [[Int]], at sites: [String], _ model: Transformer
  ) throws -> [Matrix] {
    var parts = sites.map { _ in [Matrix]() }
    for start in stride(from: 0, to: prompts.count, by: 16) {
      let batch = Array(prompts[start..<min(start + 16, prompts.count)])
      let cache = try model(Run(batch, sites: Set(sites))).cache
      let rows = cache.batch.ranges.map { $0.upperBound - 1 }
      for (index, site) in sites.enumerated() {
        guard let x = cache[site] else { continue }
        parts[index].append(x.gatheringRows(rows))
      }
    }
    guard parts.allSatisfy({ !$0.isEmpty }) else {
      throw ReplayError(code: .unfitModel, message: "expected an MLP in every layer")
    }
    return parts.map { Matrix(stacking: $0) }
  }
}

extension TagNeurons {
  /// Fits a probe to every layer, with precision, recall, F1 and how many neurons it uses.
  func probe(_ notes: ReplayNotes) throws {
    let probes = try activations.indices.map(report)
    try notes.step("A probe of every layer") { step in
      step.results.append(.probe(ProbeTraining(probes: probes)))
      func finding(_ name: String, _ value: (ProbeTraining.Probe) -> Double) -> Finding {
        notes.held(Finding(name, probes.map(value)), to: name, needsData: true)
      }
      step.findings = [
        finding("precision", \.test.precision), finding("recall", \.test.recall),
        finding("f1", \.test.f1), finding("active") { Double($0.active.count) },
        Finding(
          "layers with F1 ≥ 0.85 by at most 4 neurons",
          [Double(probes.count { $0.test.f1 >= 0.85 && $0.active.count <= 4 })],
          note: "in the notebook all 12"),
      ]
    }
    try noteSolver(notes)
  }

  private func report(_ layer: Int) throws -> ProbeTraining.Probe {
    let fit = fits[layer]
    func scores(_ rows: [Int]) throws -> Scores {
      Scores(
        decisions: try fit.decisions(activations[layer].gatheringRows(rows)),
        labels: rows.map { labels[$0] })
    }
    let (train, test) = (try scores(split.train), try scores(split.test))
    return ProbeTraining.Probe(
      site: HookName.Block.mlpPost.name(layer: layer), label: "html", penalty: "l1",
      c: Self.regression.C, objective: fit.objective, dualityGap: fit.dualityGap,
      iterations: fit.iterations, converged: fit.converged, intercept: fit.intercept,
      active: active(layer).map {
        ProbeTraining.Coefficient(index: $0, coefficient: fit.coefficients[$0])
      }, train: ProbeScores(train), test: ProbeScores(test),
      majority: .majority(count: test.count, positives: test.positives))
  }

  /// The neurons that a layer's probe uses.
  private func active(_ layer: Int) -> [Int] {
    fits[layer].coefficients.indices.filter { fits[layer].coefficients[$0] != 0 }
  }

  /// What 500 epochs of saga give beside the optimum.
  private func noteSolver(_ notes: ReplayNotes) throws {
    var saga = StochasticAverageGradient(Self.regression)
    saga.maximumIterations = 500
    let layer = activations.count / 2
    let found = try saga.fit(
      activations[layer].gatheringRows(split.train), labels: split.train.map { labels[$0] })
    notes.mistake(
      "saga is stopped after 500 epochs, its warnings are silenced, and its order has no seed",
      literal: """
        in layer \(layer) it \(found.converged ? "converged" : "did not converge"), with \
        \(found.coefficients.count { $0 != 0 }) neurons, at most \(decimal(found.dualityGap)) above \
        the optimum
        """,
      corrected: """
        \(active(layer).count) neurons, at most \(decimal(fits[layer].dualityGap)) above it
        """)
  }
}

extension TagNeurons {
  /// Zeroes the neurons, or gives them their mean over prose, at the last position of every step.
  func intervene(_ notes: ReplayNotes) throws {
    let (plain, html) = ("Title here", "<h1>Title here")
    let values = try [plain, html].map { text in
      try Self.lastRows(
        of: [try stage.tokens(of: text)],
        at: activations.indices.map { HookName.Block.mlpPost.name(layer: $0) },
        stage.model.transformer)
    }
    try notes.step("The probes' neurons taken out and patched") { step in
      let units = activations.indices.flatMap { layer in active(layer).map { (layer, $0) } }
      step.findings = [
        Finding(
          "activation on '\(plain)' less that on '\(html)'",
          units.map { Double(values[0][$0][0, $1] - values[1][$0][0, $1]) },
          labels: units.map { "\($0).\($1)" }),
        Finding(
          "mean over prose less mean over HTML",
          units.map { classMean($0, $1, ofHTML: false) - classMean($0, $1, ofHTML: true) },
          labels: units.map { "\($0).\($1)" }),
        notes.held(
          Finding(
            "\(plain), neurons zeroed",
            text: try continuation(of: plain) { _, _ in .zero }), to: "ablated", needsData: true),
        notes.held(
          Finding(
            "<p>Title here, neurons at their mean over prose",
            text: try continuation(of: "<p>Title here") { layer, neurons in
              .set(
                Matrix(
                  row: neurons.map { Float(classMean(layer, $0, ofHTML: false)) }))
            }), to: "patched", needsData: true),
      ]
    }
  }

  private func continuation(
    of text: String, edit: (Int, [Int]) -> Intervention.Edit
  ) throws -> String {
    let interventions = activations.indices.filter { !active($0).isEmpty }.map { layer in
      Intervention(
        site: HookName.Block.mlpPost.name(layer: layer), positions: .last, columns: active(layer),
        edit: edit(layer, active(layer)))
    }
    return try stage.continuation(of: text, tokens: 10, interventions: interventions)
  }

  private func classMean(_ layer: Int, _ neuron: Int, ofHTML isHTML: Bool) -> Double {
    let rows = labels.indices.filter { labels[$0] == isHTML }
    return mean(rows.map { Double(activations[layer][$0, neuron]) })
  }
}

extension ProbeScores {
  /// Scores as results tell them; NaN where one has no meaning.
  fileprivate init(_ scores: Scores) {
    self.init(
      precision: scores.precision, recall: scores.recall, f1: scores.f1,
      rocAUC: scores.rocAUC ?? .nan, prAUC: scores.prAUC ?? .nan, mcc: scores.mcc,
      accuracy: scores.accuracy, count: scores.count)
  }
}
