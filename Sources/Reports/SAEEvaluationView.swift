import Analysis

/// An evaluation's part of a page: how well an autoencoder does, and what it costs its model.
func saeEvaluationView(_ found: SAEEvaluation) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "autoencoder evaluated" }
      found.sae
    }
    factList(facts(of: found))
    warningList(found.warnings)
    if let classes = found.classes {
      sortableTable("Kinds of token", columns: columns, rows: classes.map(cells))
    }
    plotsView(evaluationViews(found))
  }
}

private func facts(of found: SAEEvaluation) -> [Fact] {
  var facts = [
    Fact("Site", found.site, note: "\(count(found.rows)) rows, \(found.split)"),
    Fact("Variance explained", percent(found.explainedVariance.global)),
    Fact("Active features", short(found.l0), note: "a row, on average"),
    Fact(
      "Features", count(found.featureDensity.count),
      note: deadFeatures(found.deadFeatures, of: found.featureDensity.count)),
    Fact(
      "Squared error", short(found.mse), note: "\(percent(found.normalizedMSE)) of the squared norm"
    ),
    Fact("Cosine", fixed(found.cosine, 3), note: "of input and reconstruction"),
  ]
  if let ce = found.ce {
    facts.append(
      Fact("Loss recovered", percent(ce.score), note: "\(percent(ce.meanScore)) against the mean"))
    facts.append(
      Fact("Cross-entropy", short(ce.spliced), note: "\(short(ce.clean)) without it"))
  }
  return facts
}

private let columns: [TableColumn] = [
  TableColumn(title: "kind", isNumeric: false),
  TableColumn(title: "rows"),
  TableColumn(title: "active", explanation: "features on in a row, on average"),
  TableColumn(title: "explained", explanation: "share of the variance about the mean of all rows"),
  TableColumn(title: "recovered", explanation: "share of the loss that zeros cost"),
]

private func cells(_ kind: SAEEvaluation.Kind) -> [TableCell] {
  let score = kind.ce?.score
  return [
    TableCell(kind.name.rawValue),
    TableCell(count(kind.rows), value: Double(kind.rows)),
    TableCell(short(kind.l0), value: kind.l0),
    TableCell(percent(kind.explainedVariance), value: kind.explainedVariance),
    score.map { TableCell(percent($0), value: $0) } ?? TableCell("–"),
  ]
}
