import Analysis
import Foundation

extension FeaturePageText {
  /// What was asked for beside the contexts, a line each.
  static func remarks(on page: FeaturePage) -> [String] {
    [
      page.labelStatistics.map(line), page.logitEffects.map(line),
      page.neighbours.flatMap { $0.features.isEmpty ? nil : line("features", $0.features) },
      page.neighbours.flatMap { $0.neurons.isEmpty ? nil : line("the site's columns", $0.neurons) },
    ].compactMap(\.self) + (page.ablation ?? []).map(line)
  }

  private static func line(_ found: FeaturePage.LabelStatistics) -> String {
    func figure(_ key: String) -> String { short(found.statistics[key]?.wrappedValue ?? .nan) }
    return """
        \(found.label), \(found.positives) rows: mean \(figure("meanPositive")), elsewhere \
      \(figure("meanNegative")), \(figure("effectSize")) deviations apart
      """
  }

  private static func line(_ effects: LogitEffects) -> String {
    func list(_ effects: [LogitEffects.Effect]) -> String {
      effects.prefix(5).map { "'\(visible($0.token))' \(short($0.value))" }.joined(separator: ", ")
    }
    return "  to logits: \(list(effects.top)); least \(list(effects.bottom))"
  }

  private static func line(_ kind: String, _ found: [FeatureDashboard.Neighbour]) -> String {
    let list = found.prefix(5).map { "\($0.index) (\(short(Double($0.correlation))))" }
    return "  goes together with \(kind) (correlation): \(list.joined(separator: ", "))"
  }

  private static func line(_ effect: Ablation.Effect) -> String {
    "  \(effect.kind): the loss in these texts changes by \(short(effect.lossChange.mean))"
  }
}
