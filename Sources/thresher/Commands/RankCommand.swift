import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Foundation

/// `thresher rank`: neurons and features by a label.
struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Rank neurons or features by what they say of a label.",
    subcommands: [RankNeuronsCommand.self, RankFeaturesCommand.self])
}

/// How a ranking is made and shown.
struct RankingOptions: ParsableArguments {
  @Option(help: "What is ranked by: mean-difference (over the pooled deviation), auc.")
  var by: RankingCriterion = .meanDifference

  @Option(help: "How many to list.")
  var top = 20

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top \(top): expected at least 1") }
  }

  /// Prints a ranking as JSON or as a table.
  func show(_ ranking: Analysis.Ranking, isJSON: Bool) {
    guard !isJSON else { return print(AnalysisResult.ranking(ranking).json()) }
    var table = TextTable(
      ["rank", ranking.unit.rawValue, "score", "ROC AUC", "mean if", "mean else", "density"],
      rightAligned: [0, 2, 3, 4, 5, 6])
    for (index, item) in ranking.items.enumerated() {
      func figure(_ key: String) -> String { number(item.statistics[key]?.wrappedValue) }
      table.add([
        "\(index + 1)", "\(item.site) \(item.index)", number(item.score), figure("rocAUC"),
        figure("meanPositive"), figure("meanNegative"), figure("density"),
      ])
    }
    print("\(ranking.label): \(ranking.positives) of \(ranking.rows) rows")
    print(table.text)
    for warning in ranking.warnings { note("warning: \(warning)") }
  }

  private func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    return String(format: "%.4g", value)
  }
}

/// `thresher rank neurons`.
struct RankNeuronsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neurons",
    abstract: "Rank the neurons of a harvest's sites by a label.",
    discussion: """
      EXAMPLE
        thresher rank neurons --harvest Activations/pages --site 'blocks.*.mlp.hook_post' \\
          --label html.close
      """)

  @OptionGroup var input: LabelledHarvest
  @OptionGroup var options: RankingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let harvest = try input.open()
    let labels = try input.column(of: harvest)
    let rows = try input.sites(of: harvest).map {
      try HarvestRows(harvest: harvest, site: $0, labels: labels)
    }
    let ranking = try rank(
      rows, unit: .neuron, label: input.labelName, by: options.by, top: options.top)
    options.show(ranking, isJSON: common.json)
  }
}

/// `thresher rank features`.
struct RankFeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Rank an autoencoder's features by a label.",
    discussion: """
      EXAMPLE
        thresher rank features --sae Checkpoints/pages-sae --harvest Activations/pages \\
          --site blocks.15.hook_resid_pre --label html.close
      """)

  @Option(help: "The autoencoder's folder.")
  var sae: String

  @OptionGroup var input: LabelledHarvest
  @OptionGroup var options: RankingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let harvest = try input.open()
    let labels = try input.column(of: harvest)
    let rows = try HarvestRows(
      harvest: harvest, site: try input.site(of: harvest), labels: labels)
    let features = try FeatureRows(rows, through: try SavedAutoencoder(at: sae).autoencoder)
    let ranking = try rank(
      [features], unit: .feature, sae: saeName(sae), label: input.labelName, by: options.by,
      top: options.top)
    options.show(ranking, isJSON: common.json)
  }
}
