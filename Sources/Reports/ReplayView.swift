import Analysis

/// A replay's part of a page: each step with what it gave, then the notebook's mistakes.
func replayView(_ replay: Replay, anchors: [FeatureKey: String]) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "case \(replay.case)" }
      replay.title
    }
    factList(replay.study.facts)
    warningList(replay.warnings)
    for step in replay.steps {
      element("h3") { step.name }
      findingTable(step)
      for result in step.results { resultView(result, id: "", anchors: anchors) }
    }
    if !replay.mistakes.isEmpty {
      element("h3") { "The notebook's mistakes" }
      mistakeTable(replay.mistakes)
    }
  }
}

private func findingTable(_ step: Replay.Step) -> HTML {
  sortableTable(
    step.name,
    columns: ["what", "found", "verdict"].map { TableColumn(title: $0, isNumeric: false) },
    rows: step.findings.map { finding in
      [
        TableCell(visibleText(finding.name)), TableCell(visibleText(finding.statement)),
        TableCell(finding.verdict.rawValue),
      ]
    })
}

private func mistakeTable(_ mistakes: [Replay.Mistake]) -> HTML {
  sortableTable(
    "Mistakes",
    columns: ["what", "literal", "corrected"].map { TableColumn(title: $0, isNumeric: false) },
    rows: mistakes.map { mistake in
      [mistake.what, mistake.literal, mistake.corrected].map { TableCell(visibleText($0)) }
    })
}
