import Analysis
import ArgumentParser
import Autoencoders
import Foundation
import Tensors
import Tokenizers
import Transformers

/// `thresher attribute`: what the parts of a model add to an answer.
struct AttributeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attribute",
    abstract: "Tell what each part of a model adds to the logit of an answer.",
    discussion: """
      Directly, what each component, head, neuron, feature or source position
      writes for the answer: the rows add up to the logits' difference, biases
      among them, and what is left is printed. By gradients, what patching nodes,
      or the edges into what reads, is foretold to do: these compare the prompt
      with a corrupted one.

      EXAMPLE
        thresher attribute --model smollm2-135m --prompt '<h1>Title here' \\
          --answer '</' --wrong . --by head
        thresher attribute --model smollm2-135m --prompt '<b>One' --answer '</' \\
          --by logit-lens
        thresher attribute --model gpt2 --prompt A --corrupted B --answer C \\
          --wrong D --by node --site resid_post --steps 8
        thresher attribute --model gpt2 --prompt A --corrupted B --answer C \\
          --wrong D --by edge --into 10.7.q
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: "The prompt.")
  var prompt: String?

  @Option(help: "With --by node and edge: the prompt that it is compared with.")
  var corrupted: String?

  @OptionGroup var answers: AnsweredPromptOptions

  @Option(
    help: """
      What the rows are: component, head, neuron, feature, source-position, logit-lens, \
      neuron-importance, node, edge.
      """)
  var by: AttributionKind = .component

  @Option(
    help: "How many of the largest rows to show; by default 30 neurons or features, else all.")
  var top: Int?

  @Option(help: "With --by feature: the autoencoder's folder.")
  var sae: String?

  @OptionGroup var fit: SAEFit

  @Option(
    help: """
      With --by node: the sites, repeatable. With --by feature: the autoencoder's, by default the \
      one that its file names.
      """)
  var site: [String] = []

  @Option(help: "With --by node: what a cell is: position, head, head-position, layer.")
  var cells: PatchAxes = .position

  @Option(help: "With --by edge: what reads, as LAYER.HEAD.q, .k, .v, mlpLAYER or logits.")
  var into: String?

  @Option(help: "With --by node and edge: which prompt runs, denoising (corrupted) or noising.")
  var direction: PatchDirection = .denoising

  @Option(
    help: "With --by node and edge: average gradients over so many steps between the prompts.")
  var steps = 0

  @Option(help: "How prompts of different lengths are paired: start, end, index.")
  var align: AlignmentRule = .equalLengths

  @Option(help: "With --by neuron-importance: the layer; by default the last.")
  var layer: Int?

  @Flag(help: "With --by logit-lens: leave out states between attention and MLP.")
  var noMid = false

  @Flag(help: "Keep each prompt's number in the JSON.")
  var perPrompt = false

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard top ?? 1 >= 1 else { throw ValidationError("--top: expected at least 1") }
    guard steps >= 0 else { throw ValidationError("--steps: expected 0 or more") }
    guard (by == .feature) == (sae != nil) else {
      throw ValidationError("--by feature and --sae FOLDER go together")
    }
    guard (by == .edge) == (into != nil) else {
      throw ValidationError("--by edge and --into RECEIVER go together")
    }
    guard by != .node || !site.isEmpty else {
      throw ValidationError("--by node attributes to sites: give --site SITE")
    }
    if let into { _ = try UnitNames.receivers(into) }
  }

  func run() throws {
    common.apply()
    let model = try model.load()
    let prompts = try answers.written(
      prompt: prompt, corrupted: corrupted, for: model, bos: self.model.bos)
    switch by {
    case .node: try show(.patching(nodes(prompts, model)), of: model)
    case .edge: try show(.attribution(edges(prompts, model)), of: model)
    default: try show(.attribution(attribution(prompts, model)), of: model)
    }
  }

  private func show(_ result: AnalysisResult, of model: LanguageModel) throws {
    try page.write([result], title: "Attribution")
    guard !common.json else { return try self.model.printJSON(result, of: model) }
    switch result {
    case .patching(let patching): print(PatchingText(patching).text)
    case .attribution(let attribution): print(AttributionText(attribution).text)
    default: break
    }
  }
}

extension AttributeCommand {
  private func attribution(
    _ prompts: [WrittenPrompt], _ model: LanguageModel
  ) throws -> Analysis.Attribution {
    let autoencoder = try sae.map { folder in
      try SiteAutoencoder(
        try fit.open(folder, for: site.first, of: model, bos: self.model.bos),
        at: site.first, in: model.configuration)
    }
    let run = try AttributionRun(
      prompts.map { AnsweredPrompt(tokens: $0.tokens, answer: $0.answer) }, of: model.transformer,
      recording: Set([autoencoder?.site.name].compactMap(\.self)))
    let texts = zip(prompts, run.logitDifferences).map { prompt, difference in
      PromptText(prompt.text, tokens: prompt.tokens, logitDiff: difference, of: model)
    }
    switch by {
    case .logitLens: return try lens(run, texts, model)
    case .neuronImportance: return try importance(run, texts, model)
    default:
      let found = try run.attribution(to: parts(autoencoder))
      return Attribution(
        found, model: model.name, by: by.rawValue, prompts: texts,
        top: top ?? (by == .neuron || by == .feature ? 30 : nil), isPerPrompt: perPrompt
      ).naming(texts, by: by)
    }
  }

  private func parts(_ autoencoder: SiteAutoencoder?) -> AttributionParts {
    switch by {
    case .head: .heads
    case .neuron: .neurons
    case .sourcePosition: .sourcePositions
    case .feature: autoencoder.map { .features($0) } ?? .components
    default: .components
    }
  }

  private func lens(
    _ run: AttributionRun, _ texts: [PromptText], _ model: LanguageModel
  ) throws -> Analysis.Attribution {
    let rows = try run.logitLens(includesMid: !noMid).states.map { state in
      var row = Attribution.Row(
        label: state.label, values: state.logitDifferences, isPerPrompt: perPrompt)
      row.probability = MeanInterval(of: state.probabilities).mean
      row.rank = MeanInterval(of: state.ranks.map(Double.init)).mean
      row.likeliest = model.tokenizer.text(of: state.likeliest[0])
      return row
    }
    return Attribution(model: model.name, by: by.rawValue, prompts: texts, rows: rows)
  }

  private func importance(
    _ run: AttributionRun, _ texts: [PromptText], _ model: LanguageModel
  ) throws -> Analysis.Attribution {
    let layer = layer ?? model.configuration.layerCount - 1
    let found = try run.neuronImportance(layer: layer)
    let means = found.means
    let order = means.indices.sorted { a, b in
      means[a] != means[b] ? means[a] > means[b] : a < b
    }
    let rows = order.prefix(top ?? 10).map { neuron in
      Attribution.Row(
        label: "\(layer).\(neuron)",
        values: (0..<found.shares.rows).map { Double(found.shares[$0, neuron]) }, isPerPrompt: true)
    }
    let predicted = found.predictions.map { "'\(visible(model.tokenizer.text(of: $0)))'" }
    return Attribution(
      model: model.name, by: by.rawValue, prompts: texts, rows: rows,
      warnings: ["shares of what the layer's neurons add to " + predicted.joined(separator: ", ")])
  }
}

extension AttributeCommand {
  private func gradients(
    _ prompts: [WrittenPrompt], _ model: LanguageModel, sites: Set<String>,
    gradientSites: Set<String>? = nil
  ) throws -> GradientRun {
    guard prompts.allSatisfy({ $0.corruptedTokens != nil }) else {
      throw ValidationError("--by \(by.rawValue) compares two prompts: give --corrupted")
    }
    return try GradientRun(
      prompts.map(\.pair), of: model.transformer, direction: direction, alignedBy: align,
      sites: sites, gradientSites: gradientSites, steps: steps)
  }

  private func nodes(_ prompts: [WrittenPrompt], _ model: LanguageModel) throws -> Patching {
    let sites = try SitePattern.sites(matching: site, of: model.configuration)
    let run = try gradients(prompts, model, sites: Set(sites.map(\.name)))
    let first = prompts[0]
    let values = run.logitDifferences
    let facts = PatchingFacts(
      model: model.name, method: steps > 0 ? .integratedGradients : .attributionPatching,
      metric: .logitDifference, source: "resample",
      clean: PromptText(
        first.text, tokens: first.tokens, logitDiff: mean(values.clean), of: model),
      corrupted: PromptText(
        first.corruptedText ?? "", tokens: first.corruptedTokens ?? [],
        logitDiff: mean(values.corrupted), of: model),
      values: (values.clean, values.corrupted))
    return Patching(
      try run.nodeAttributions(sites, by: cells), facts, direction: direction,
      alignment: run.alignment)
  }

  private func edges(
    _ prompts: [WrittenPrompt], _ model: LanguageModel
  ) throws -> Analysis.Attribution {
    let receivers = try UnitNames.receivers(into ?? "")
    guard receivers.count == 1 else { throw ValidationError("--into: expected one receiver") }
    let site = try GradientRun.site(of: receivers[0], in: model.configuration)
    let run = try gradients(
      prompts, model, sites: GradientRun.edgeSites(of: model.configuration), gradientSites: [site])
    let rows = try run.edgeAttributions(into: receivers[0])
      .map { Attribution.Row(label: $0.sender, values: $0.values, isPerPrompt: perPrompt) }
    let order = rows.sorted { abs($0.value) > abs($1.value) }
    return Attribution(
      model: model.name, by: "edge",
      prompts: zip(prompts, run.logitDifferences.clean).map { prompt, difference in
        PromptText(prompt.text, tokens: prompt.tokens, logitDiff: difference, of: model)
      },
      rows: top.map { Array(order.prefix($0)) } ?? order,
      warnings: ["foretold changes by edges into \(into ?? ""), \(direction.rawValue)"])
  }
}

extension Analysis.Attribution {
  /// With the tokens of source positions in their labels.
  fileprivate func naming(_ prompts: [PromptText], by kind: AttributionKind) -> Self {
    guard kind == .sourcePosition, let tokens = prompts.first?.tokens else { return self }
    var named = self
    for index in named.rows.indices {
      let words = named.rows[index].label.split(separator: " ")
      guard words.count == 2, words[0] == "position", let position = Int(words[1]),
        tokens.indices.contains(position)
      else { continue }
      named.rows[index].label += " '\(visible(tokens[position].text))'"
    }
    return named
  }
}
