import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Foundation
import Reports
import Tensors
import Tokenizers
import Transformers

/// `thresher inspect dashboard`: all features, or all neurons, on one page.
struct InspectDashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard",
    abstract: "Make a dashboard of all features of an autoencoder, or of all neurons of a site.",
    discussion: """
      Of each: density, histogram, texts where it is highest and from all of its range, what it goes
      together with; with --label, how it tells the label; with --logits, the tokens that it makes
      likelier. The page's index sorts and filters; 24,576 features stay below 15 MB.

      EXAMPLE
        thresher inspect dashboard --sae Checkpoints/pages-sae --harvest Activations/pages \\
          --site blocks.15.hook_resid_pre --label html.close --logits --report features.html
        thresher inspect dashboard --harvest Activations/pages --site blocks.18.mlp.hook_post \\
          --report neurons.html
      """)

  @Option(help: "The autoencoder's folder; without one, the site's neurons are shown.")
  var sae: String?

  @OptionGroup var input: LabelledHarvest

  @Option(help: "The most rows, spread over the harvest.")
  var maxRows = DashboardOptions().maxRows

  @Option(help: "How many texts of each where it is highest.")
  var contexts = DashboardOptions().examples

  @Flag(help: "Tell what each adds to the logits; loads the model that the harvest was made with.")
  var logits = false

  @Option(
    help: """
      Take so many of the highest features out of the model, one by one, and tell the change of the \
      loss in texts of theirs; loads the model.
      """)
  var ablate = 0

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard maxRows >= 1 else { throw ValidationError("--max-rows: expected at least 1") }
    guard contexts >= 0 else { throw ValidationError("--contexts: expected 0 or more") }
    guard ablate >= 0 else { throw ValidationError("--ablate: expected 0 or more") }
  }

  func run() throws {
    common.apply()
    let harvest = try input.open()
    let labels = input.labelName.isEmpty ? [] : try input.column(of: harvest)
    let saved = try sae.map { try SavedAutoencoder(at: $0) }
    let site =
      try saved.map { try input.site(of: harvest, readBy: $0) } ?? input.site(of: harvest)
    let rows = try HarvestRows(harvest: harvest, site: site, labels: labels)
    var dashboard =
      try saved.map { try features(of: rows, in: harvest, $0.autoencoder) }
      ?? made(of: rows, in: harvest, unit: .neuron, sae: nil, directions: directions(of: rows))
    if ablate > 0 {
      let ablation = DashboardAblation(
        model: try input.languageModel(of: harvest), harvest: harvest, saved: saved)
      dashboard.columns.append(
        try ablation.column(of: dashboard, count: ablate, common: common))
    }
    try page.write([.featureDashboard(dashboard)], title: dashboard.sae ?? dashboard.site)
    if common.json { return try printJSON(View.featureDashboard(dashboard)) }
    print(DashboardText(dashboard).text)
    for warning in dashboard.warnings { note("warning: \(warning)") }
  }

  private func features(
    of rows: HarvestRows, in harvest: HarvestFolder, _ autoencoder: SparseAutoencoder
  ) throws -> FeatureDashboard {
    try made(
      of: try FeatureRows(rows, through: autoencoder), in: harvest, unit: .feature,
      sae: sae.map(saeName),
      directions: try directions(at: rows.site, autoencoder.decoderWeight, in: harvest))
  }

  private func made(
    of rows: some ActivityRows, in harvest: HarvestFolder, unit: Analysis.Unit, sae: String?,
    directions: FeatureDirections?
  ) throws -> FeatureDashboard {
    var options = DashboardOptions()
    (options.maxRows, options.examples) = (maxRows, contexts)
    let texts = HarvestTexts(harvest: harvest, tokenizer: try input.tokenizer(of: harvest))
    return try featureDashboard(
      of: rows, unit: unit, sae: sae, label: input.labelName.isEmpty ? nil : input.labelName,
      directions: directions, options: options, text: { try texts($0) })
  }

  /// The neurons' own directions: what each writes.
  private func directions(of rows: HarvestRows) throws -> FeatureDirections? {
    guard logits else { return nil }
    var identity = Matrix(rows: rows.width, columns: rows.width)
    for index in 0..<rows.width { identity[index, index] = 1 }
    return try directions(at: rows.site, identity, in: try input.open())
  }

  private func directions(
    at site: String, _ directions: Matrix, in harvest: HarvestFolder
  ) throws -> FeatureDirections? {
    guard logits else { return nil }
    let model = try input.languageModel(of: harvest)
    let tokenizer = model.tokenizer
    return FeatureDirections(
      directions, through: try LogitProjection(from: site, of: model.transformer)
    ) { tokenizer.text(of: $0) }
  }
}
