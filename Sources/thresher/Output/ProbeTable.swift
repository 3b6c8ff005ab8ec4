import Analysis
import Foundation
import Probes

/// Probes and their scores as lines of a table.
enum ProbeTable {
  /// Prints what training or evaluating came to, as JSON or as a table with its warnings.
  static func show(_ training: ProbeTraining, isJSON: Bool) throws {
    guard !isJSON else { return print(AnalysisResult.probe(training).json()) }
    var table = TextTable(
      ["site", "active", "P", "R", "F1", "ROC AUC", "95 %", "majority", "gap"],
      rightAligned: [1, 2, 3, 4, 5, 7, 8])
    for probe in training.probes {
      let test = probe.test
      table.add([
        probe.site, "\(probe.active.count)\(probe.details?.sparsity.map { "/k\($0.k)" } ?? "")",
        figure(test.precision), figure(test.recall), figure(test.f1), figure(test.rocAUC),
        interval(probe), figure(probe.majority?.accuracy ?? .nan),
        String(format: "%.1e", probe.dualityGap),
      ])
    }
    print(table.text)
    for probe in training.probes { remarks(on: probe).forEach { print($0) } }
    for warning in training.warnings ?? [] { note("warning: \(warning)") }
  }

  private static func remarks(on probe: ProbeTraining.Probe) -> [String] {
    var lines: [String] = []
    if let validation = probe.details?.crossValidation {
      lines.append(String(format: "\(probe.site): C = %.4g by cross-validation", validation.best))
    }
    if let stability = probe.details?.stability {
      let columns = stability.columns.prefix(8).map {
        "\($0.index) \(Int((100 * $0.frequency).rounded())) %"
      }
      lines.append("\(probe.site): used in draws of documents: \(columns.joined(separator: ", "))")
    }
    if let null = probe.details?.permutations {
      lines.append(
        String(
          format: "\(probe.site): by chance ROC AUC is %.3f, p = %.3g", null.meanROCAUC, null.p))
    }
    if let sparsity = probe.details?.sparsity, let threshold = sparsity.threshold {
      lines.append(
        String(
          format: "\(probe.site): column \(sparsity.columns[0]) \(threshold.isAbove ? ">=" : "<=")"
            + " %.4g has F1 %.3f where fitted", threshold.value, threshold.f1))
    }
    return lines
  }

  private static func interval(_ probe: ProbeTraining.Probe) -> String {
    guard let interval = probe.details?.intervals?.rocAUC else { return "" }
    return String(format: "%.3f–%.3f", interval.low, interval.high)
  }

  private static func figure(_ value: Double) -> String {
    value.isFinite ? String(format: "%.3f", value) : "–"
  }
}
