import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Foundation

/// `thresher rank`: neurons and features by a label; these and heads by a task.
struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Rank neurons, features or heads by a label, or by what they do for a task.",
    subcommands: [
      RankNeuronsCommand.self, RankFeaturesCommand.self, RankHeadsCommand.self,
    ])
}

/// How a ranking is made and shown.
struct RankingOptions: ParsableArguments {
  @Option(
    help: """
      What is ranked by: mean-difference (over the pooled deviation), auc, welch-t, \
      mutual-information, threshold-f1.
      """)
  var by: RankingCriterion = .meanDifference

  @Option(
    help: "logit: a logistic regression on each alone, ranked by z, with corrected p-values.")
  var test: Test?

  @OptionGroup var sampling: SamplingOptions

  /// A test of each column alone.
  enum Test: String, ExpressibleByArgument, CaseIterable { case logit }

  @Option(help: "How many to list.")
  var top = 20

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top \(top): expected at least 1") }
    guard test != nil || sampling.isEmpty else {
      throw ValidationError("--rows, --holdout-rows and --balance go with --test logit")
    }
  }

  /// Ranks the columns of sites.
  func ranking(
    _ rows: [any LabelledRows], labels: [Float], unit: Analysis.Unit, sae: String? = nil,
    label: String, seed: UInt64
  ) throws -> Analysis.Ranking {
    guard test == .logit else {
      return try rank(rows, unit: unit, sae: sae, label: label, by: by, top: top)
    }
    var ranking = try LogitRanking(
      label: label, labels: labels, sampling: try sampling.sampling(seed: seed)
    ).rank(rows, unit: unit, top: top)
    ranking.sae = sae
    return ranking
  }

  /// Prints a ranking as JSON or as a table.
  func show(_ ranking: Analysis.Ranking, isJSON: Bool) {
    guard !isJSON else { return print(AnalysisResult.ranking(ranking).json()) }
    guard ranking.corrections == nil else { return LogitTable.show(ranking) }
    let style = TerminalStyle.output
    let limit = ranking.items.map { abs($0.score) }.filter(\.isFinite).max() ?? 0
    var table = TextTable(
      ["rank", ranking.unit.rawValue, "score", "ROC AUC", "mean if", "mean else", "density", ""],
      rightAligned: [0, 2, 3, 4, 5, 6])
    for (index, item) in ranking.items.enumerated() {
      func figure(_ key: String) -> String { number(item.statistics[key]?.wrappedValue) }
      table.add([
        "\(index + 1)", "\(item.site) \(item.index)", number(item.score), figure("rocAUC"),
        figure("meanPositive"), figure("meanNegative"), figure("density"),
        style.bar(item.score, limit: limit),
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
    abstract: "Rank the neurons of a harvest's sites by a label, or a model's by a task.",
    discussion: """
      With --task, the model runs the task's prompts, or prompts cut out of the
      pages of --corpus: what taking each neuron out does is foretold by the
      gradient for all, and measured for the first.

      EXAMPLE
        thresher rank neurons --harvest Activations/pages --site 'blocks.*.mlp.hook_post' \\
          --label html.close
        thresher rank neurons --harvest Activations/pages --site blocks.18.mlp.hook_pre \\
          --label html.close --test logit --rows 0:1024 --balance --holdout-rows 1024:2048
        thresher rank neurons --model smollm2-135m --bos always --task html-tag \\
          --corpus pages/ --recipe blank-attributes+neutral-links+body
      """)

  @OptionGroup var input: LabelledHarvest
  @OptionGroup var options: RankingOptions
  @OptionGroup var task: TaskRankingOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws { try task.check(input) }

  func run() throws {
    common.apply()
    if let ranking = try task.ranking(
      .neurons, modelName: input.model, top: options.top, common: common)
    {
      return try ranking.run(page)
    }
    let harvest = try input.open()
    let labels = try input.column(of: harvest)
    let rows = try input.sites(of: harvest).map {
      try HarvestRows(harvest: harvest, site: $0, labels: labels)
    }
    let ranking = try options.ranking(
      rows, labels: labels, unit: .neuron, label: input.labelName, seed: common.seed)
    options.show(ranking, isJSON: common.json)
    try page.write([.ranking(ranking)], title: ranking.label)
  }
}

/// `thresher rank features`.
struct RankFeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Rank an autoencoder's features by a label, or by a task.",
    discussion: """
      With --task, the model runs the task's prompts, or prompts cut out of the
      pages of --corpus: what taking each feature out does is foretold by the
      gradient for all, and measured for the first.

      EXAMPLE
        thresher rank features --sae Checkpoints/pages-sae --harvest Activations/pages \\
          --site blocks.15.hook_resid_pre --label html.close
        thresher rank features --sae Checkpoints/pages-sae --model smollm2-135m \\
          --bos always --task html-tag
      """)

  @Option(help: "The autoencoder's folder.")
  var sae: String

  @OptionGroup var fit: SAEFit
  @OptionGroup var input: LabelledHarvest
  @OptionGroup var options: RankingOptions
  @OptionGroup var task: TaskRankingOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws { try task.check(input) }

  func run() throws {
    common.apply()
    if let ranking = try task.ranking(
      nil, sae: sae, modelName: input.model, top: options.top, common: common)
    {
      return try ranking.run(page)
    }
    let harvest = try input.open()
    let labels = try input.column(of: harvest)
    let (saved, site) = try input.autoencoder(at: sae, of: harvest, fit: fit)
    let rows = try HarvestRows(harvest: harvest, site: site, labels: labels)
    let features = try FeatureRows(rows, through: saved.autoencoder)
    let ranking = try options.ranking(
      [features], labels: labels, unit: .feature, sae: saeName(sae), label: input.labelName,
      seed: common.seed)
    options.show(ranking, isJSON: common.json)
    try page.write([.ranking(ranking)], title: ranking.label)
  }
}
