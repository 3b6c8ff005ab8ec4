import Activations
import Analysis
import Autoencoders
import Tokenizers
import Transformers

/// What a model loses with features of a dashboard, each by itself.
struct DashboardAblation {
  let model: LanguageModel
  let harvest: HarvestFolder
  let saved: SavedAutoencoder?

  /// How many texts are read at most.
  private static let textLimit = 12

  /// The change of the loss for the highest features, as a column; NaN for the others.
  ///
  /// Every text in which one of them is highest is read, up to a dozen; so the numbers compare.
  func column(
    of dashboard: FeatureDashboard, count: Int, common: CommonOptions
  ) throws -> FeatureDashboard.Column {
    let chosen = highest(of: dashboard, count: count)
    let documents = try texts(of: chosen, in: dashboard)
    var values = [Figure](repeating: Figure(Double.nan), count: dashboard.features.count)
    if !chosen.isEmpty && !documents.isEmpty {
      let changes = try changes(of: chosen, in: dashboard, documents, common: common)
      for (place, change) in zip(chosen, changes) { values[place] = Figure(change) }
    }
    return FeatureDashboard.Column(
      title: "loss change",
      explanation: "nats a token over \(documents.count) texts when it is set to zero",
      values: values)
  }

  private func highest(of dashboard: FeatureDashboard, count: Int) -> [Int] {
    let maxima =
      dashboard.columns.first { $0.title == "maximum" }?.values.map(\.wrappedValue) ?? []
    return Array(
      maxima.indices.filter { maxima[$0] > 0 }
        .sorted { maxima[$0] != maxima[$1] ? maxima[$0] > maxima[$1] : $0 < $1 }.prefix(count))
  }

  private func texts(of chosen: [Int], in dashboard: FeatureDashboard) throws -> [[Int]] {
    var seen: Set<Int> = []
    let sequences = chosen.compactMap { dashboard.features[$0].examples.first }
      .map { dashboard.passages[$0.passage].sequence }.filter { seen.insert($0).inserted }
    return try sequences.prefix(Self.textLimit).map { try harvest.tokens(ofSequence: $0) }
      .filter { $0.count >= 2 }
  }

  private func changes(
    of chosen: [Int], in dashboard: FeatureDashboard, _ documents: [[Int]], common: CommonOptions
  ) throws -> [Double] {
    let targets = try chosen.map { place in
      let index = dashboard.features[place].index
      return AblationTarget("\(index)", parts: [try part(index, site: dashboard.site)])
    }
    let kinds = ["zero-patched"].compactMap { AblationKind($0) }
    var run = try AblationRun(
      of: model.transformer, targets: targets, kinds: kinds, seed: common.seed)
    var tally = AblationTally(targets: targets, kinds: kinds, placeCount: 0, keepsTokens: false)
    let progress = Progress("ablate", of: documents.count, unit: "texts", isQuiet: common.quiet)
    for (number, document) in documents.enumerated() {
      let (losses, effects) = try run.effects(of: document, number: number)
      tally.add(
        losses: losses, effects: effects, texts: document.map { model.tokenizer.text(of: $0) })
      progress.update(number + 1)
    }
    progress.finish(documents.count)
    return tally.result(model: model.name, warnings: []).units.map {
      $0.kinds.first?.lossChange.mean ?? .nan
    }
  }

  private func part(_ index: Int, site: String) throws -> AblationPart {
    guard let saved else {
      return .columns(try SitePattern(site).sites(of: model.configuration)[0], [index])
    }
    return .feature(try SiteAutoencoder(saved, at: site, in: model.configuration), index)
  }
}
