import Analysis
import Foundation

/// What an evaluation found, as text.
func summary(of found: SAEEvaluation) -> String {
  var lines = [
    """
    \(found.sae): \(found.architecture), on \(found.rows) rows of \(plural(found.documents, "document")) \
    (\(found.split)) of \(found.site)
    """,
    line("explained variance", found.explainedVariance.global, found.intervals["explainedVariance"])
      + "; \(figure(found.explainedVariance.perToken)) per token",
    line("squared error", found.mse, found.intervals["mse"])
      + "; \(figure(found.normalizedMSE)) of the rows' own",
    line("cosine", found.cosine, found.intervals["cosine"])
      + "; norms \(figure(found.shrinkage.ratio)) of the rows'",
    line("features on", found.l0, found.intervals["l0"])
      + """
      ; of \(found.featureDensity.count) \(found.deadFeatures) are dead, \
      \(found.denseFeatures) on in over a tenth
      """,
  ]
  if let ce = found.ce {
    lines.append(
      """
      cross-entropy       \(figure(ce.clean)) clean, \(figure(ce.spliced)) spliced, \
      \(figure(ce.meanAblated)) with the mean, \(figure(ce.zeroAblated)) with zeros
      """)
    lines.append(
      line("loss recovered", ce.score, found.intervals["ce.score"])
        + "; \(figure(ce.meanScore)) against the mean")
  }
  if let kl = found.kl {
    lines.append(line("divergence", kl.spliced, found.intervals["kl.spliced"]))
  }
  if let classes = found.classes { lines += ["", table(of: classes)] }
  return lines.joined(separator: "\n")
}

private func line(_ name: String, _ value: Double, _ interval: MetricInterval?) -> String {
  let range = interval.map { " (\(figure($0.low)) to \(figure($0.high)))" } ?? ""
  return name.padding(toLength: 20, withPad: " ", startingAt: 0) + figure(value) + range
}

private func table(of classes: [SAEEvaluation.Kind]) -> String {
  var table = TextTable(
    ["class", "rows", "features on", "explained", "cosine", "clean", "spliced", "recovered"],
    rightAligned: Set(1...7))
  for kind in classes {
    table.add(
      [
        kind.name.rawValue, "\(kind.rows)", figure(kind.l0), figure(kind.explainedVariance),
        figure(kind.cosine),
      ] + [kind.ce?.clean, kind.ce?.spliced, kind.ce?.score].map { $0.map(figure) ?? "–" })
  }
  return table.text
}

private func figure(_ value: Double) -> String {
  value.isFinite ? String(format: "%.4g", value) : "–"
}
