import Analysis
import Foundation

/// Logistic regressions on each neuron alone, as lines of a table.
enum LogitTable {
  /// Prints a ranking by `--test logit`.
  static func show(_ ranking: Ranking) {
    let hasAreas = ranking.items.contains { $0.statistics["heldOutAUC"] != nil }
    let style = TerminalStyle.output
    let limit = ranking.items.map { abs($0.score) }.filter(\.isFinite).max() ?? 0
    var table = TextTable(
      ["rank", ranking.unit.rawValue, "beta", "std err", "z", "p", "Holm p", "pseudo R²"]
        + (hasAreas ? ["held-out AUC"] : []) + [""],
      rightAligned: [0, 2, 3, 4, 5, 6, 7, 8])
    for (index, item) in ranking.items.enumerated() {
      func figure(_ key: String) -> String {
        guard let value = item.statistics[key]?.wrappedValue, value.isFinite else { return "–" }
        return String(format: "%.4g", value)
      }
      table.add(
        [
          "\(index + 1)", "\(item.site) \(item.index)", figure("beta"), figure("standardError"),
          figure("z"), figure("p"), figure("p.holm"), figure("pseudoR2"),
        ] + (hasAreas ? [figure("heldOutAUC")] : []) + [style.bar(item.score, limit: limit)])
    }
    print("\(ranking.label): \(ranking.positives) of \(ranking.rows) rows")
    print(table.text)
    for correction in ranking.corrections ?? [] {
      print(
        """
        \(correction.method): \(correction.found) of \(ranking.candidates) at \(correction.level), \
        p <= \(String(format: "%.3g", correction.threshold))
        """)
    }
    for warning in ranking.warnings { note("warning: \(warning)") }
  }
}
