import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Foundation
import Probes

/// `thresher inspect`: what a neuron or a feature responds to.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what neurons, features, heads and brackets respond to.",
    subcommands: [
      InspectNeuronCommand.self, InspectFeatureCommand.self, InspectHeadCommand.self,
      InspectBracketsCommand.self, InspectDashboardCommand.self,
    ])
}

/// How many contexts are shown, and how much of them.
struct InspectionOptions: ParsableArguments {
  @Option(help: "How many contexts to show.")
  var contexts = 10

  @Option(help: "How many tokens of context to show on each side.")
  var window = 16

  func validate() throws {
    guard contexts >= 1 else { throw ValidationError("--contexts: expected at least 1") }
    guard window >= 0 else { throw ValidationError("--window: expected at least 0") }
  }

  var contextWindow: ContextWindow {
    ContextWindow(contexts: contexts, before: window, after: window / 2)
  }

  /// Prints pages as JSON objects, an array where there are several, or as text.
  func show(_ pages: [FeaturePage], isJSON: Bool) {
    if isJSON {
      let objects = pages.map { AnalysisResult.featurePage($0).json() }
      print(objects.count == 1 ? objects[0] : "[\(objects.joined(separator: ",\n"))]")
    } else {
      print(pages.map { FeaturePageText($0).text }.joined(separator: "\n\n"))
    }
  }
}

/// `thresher inspect neuron`.
struct InspectNeuronCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neuron",
    abstract: "Show the contexts in which neurons of a harvested site are most active.",
    discussion: """
      EXAMPLE
        thresher inspect neuron 204,981 --harvest Activations/pages \\
          --site blocks.15.mlp.hook_post --label html.close
        thresher inspect neuron 15.204 --harvest Activations/pages --label html.close --summary
      """)

  @Argument(help: "The neurons' numbers, separated by commas; LAYER.NEURON chooses the site too.")
  var neurons: String

  @OptionGroup var input: LabelledHarvest
  @OptionGroup var options: InspectionOptions
  @OptionGroup var extras: InspectionExtras

  @Flag(help: "Print the logistic regression of the label on each neuron, as statsmodels does.")
  var summary = false

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard summary || sampling.isEmpty else {
      throw ValidationError("--rows, --holdout-rows and --balance go with --summary")
    }
    guard !summary || !page.isWanted else {
      throw ValidationError("--summary is text: --report takes the pages of neurons without it")
    }
  }

  func run() throws {
    common.apply()
    let harvest = try input.open()
    let (site, columns) = try chosenNeurons(of: harvest)
    let labels = input.labelName.isEmpty && !summary ? [] : try input.column(of: harvest)
    let rows = try HarvestRows(harvest: harvest, site: site, labels: labels)
    try requireColumns(columns, in: rows)
    guard !summary else { return try printSummaries(columns, rows, labels: labels) }
    let texts = HarvestTexts(harvest: harvest, tokenizer: try input.tokenizer(of: harvest))
    var pages = try featurePages(
      of: columns, in: rows, unit: .neuron, label: labels.isEmpty ? nil : input.labelName,
      window: options.contextWindow, text: { try texts($0) })
    try extras.add(to: &pages, rows: rows, saved: nil, input: input, seed: common.seed)
    options.show(pages, isJSON: common.json)
    try page.write(pages.map { .featurePage($0) }, title: "Neurons")
  }

  private func printSummaries(_ columns: [Int], _ rows: HarvestRows, labels: [Float]) throws {
    let logits = LogitRanking(
      label: input.labelName, labels: labels, sampling: try sampling.sampling(seed: common.seed))
    if common.json {
      let ranking = try logits.rank([rows], unit: .neuron, top: rows.width)
      var chosen = ranking
      chosen.items = ranking.items.filter { columns.contains($0.index) }
      chosen.volcano = nil
      return print(AnalysisResult.ranking(chosen).json())
    }
    for column in columns {
      let fit = try logits.fits(rows, columns: column..<column + 1)[0]
      let name = Analysis.Unit.neuron.name(site: rows.site, index: column, sae: nil)
      print(fit.summary(label: input.labelName, column: name))
    }
  }

  private func chosenNeurons(of harvest: HarvestFolder) throws -> (site: String, columns: [Int]) {
    guard neurons.contains(".") else {
      return (try input.site(of: harvest), try columnNumbers(neurons))
    }
    let names = try NeuronName.list(neurons)
    guard let layer = names.first?.layer, names.allSatisfy({ $0.layer == layer }) else {
      throw ValidationError("'\(neurons)': expected neurons of one layer")
    }
    let sites = ["hook_post", "hook_pre"].map { "blocks.\(layer).mlp.\($0)" }
    guard let site = sites.first(where: { harvest.siteNames.contains($0) }) else {
      throw ValidationError(
        """
        '\(neurons)': the harvest has no \(sites[0]), but \
        \(harvest.siteNames.joined(separator: ", "))
        """)
    }
    return (site, names.map(\.index))
  }
}

/// `thresher inspect feature`.
struct InspectFeatureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feature",
    abstract: "Show the contexts in which features of an autoencoder are most active.",
    discussion: """
      EXAMPLE
        thresher inspect feature 456 --sae Checkpoints/pages-sae --harvest Activations/pages \\
          --site blocks.15.hook_resid_pre --logits --correlated --ablate --report page.html
      """)

  @Argument(help: "The features' numbers, separated by commas.")
  var features: String

  @Option(help: "The autoencoder's folder.")
  var sae: String

  @OptionGroup var fit: SAEFit
  @OptionGroup var input: LabelledHarvest
  @OptionGroup var options: InspectionOptions
  @OptionGroup var extras: InspectionExtras
  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let harvest = try input.open()
    let labels = input.labelName.isEmpty ? [] : try input.column(of: harvest)
    let (saved, site) = try input.autoencoder(at: sae, of: harvest, fit: fit)
    let rows = try HarvestRows(harvest: harvest, site: site, labels: labels)
    let featureRows = try FeatureRows(rows, through: saved.autoencoder)
    let columns = try columnNumbers(features)
    try requireColumns(columns, in: featureRows)
    let texts = HarvestTexts(harvest: harvest, tokenizer: try input.tokenizer(of: harvest))
    var pages = try featurePages(
      of: columns, in: featureRows, unit: .feature, sae: saeName(sae),
      label: labels.isEmpty ? nil : input.labelName, window: options.contextWindow,
      text: { try texts($0) })
    try extras.add(to: &pages, rows: featureRows, saved: saved, input: input, seed: common.seed)
    options.show(pages, isJSON: common.json)
    try page.write(pages.map { .featurePage($0) }, title: "Features")
  }
}

private func columnNumbers(_ list: String) throws -> [Int] {
  try list.split(separator: ",").map { word in
    guard let number = Int(word), number >= 0 else {
      throw ValidationError("'\(word)': expected a number")
    }
    return number
  }
}

private func requireColumns(_ columns: [Int], in rows: some LabelledRows) throws {
  guard let outside = columns.first(where: { $0 >= rows.width }) else { return }
  throw ValidationError("\(outside): \(rows.site) has 0 to \(rows.width - 1) here")
}
