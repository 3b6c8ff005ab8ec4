import Analysis
import Foundation

/// Multinomial probes as lines of a table.
enum MultinomialTable {
  /// Prints probes of several classes, as JSON or as a table of each class's scores.
  static func show(_ results: [MultinomialResult], isJSON: Bool) throws {
    guard !isJSON else { return try printJSON(["multinomial": results]) }
    var table = TextTable(
      ["site", "class", "rows", "active", "P", "R", "F1"], rightAligned: [2, 3, 4, 5, 6])
    for result in results {
      for one in result.classes {
        table.add([
          result.site, one.name, "\(one.rows)", "\(one.active.count)",
          String(format: "%.3f", one.precision), String(format: "%.3f", one.recall),
          String(format: "%.3f", one.f1),
        ])
      }
      table.add([
        result.site, "accuracy", "\(result.testRows)", "", "", "",
        String(format: "%.3f", result.accuracy),
      ])
    }
    print(table.text)
    for result in results where !result.converged {
      note("warning: \(result.site) did not reach the tolerance")
    }
  }
}
