import Analysis

/// The brackets' part of a page: which symbol comes next behind each prompt, as colours and numbers.
func bracketsView(_ scores: BracketScores) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "brackets" }
      scores.model.map(shownModel) ?? "Vocabulary"
    }
    factList(facts(of: scores))
    warningList(scores.warnings)
    for view in bracketViews(scores) where view.isDrawing { viewBody(view) }
    if !scores.prompts.isEmpty { promptTable(scores) }
  }
}

private func facts(of scores: BracketScores) -> [Fact] {
  var facts = scores.symbols.map { symbol in
    Fact(
      "Tokens of \(symbol.symbol)", count(symbol.count),
      note: symbol.examples.joined(separator: "  "))
  }
  let answered = scores.prompts.filter { $0.answer != nil }
  if !answered.isEmpty {
    let right = answered.count { $0.answer == scores.symbols[$0.likeliest].symbol }
    facts.append(Fact("Likeliest is right", "\(right) of \(answered.count)"))
  }
  return facts
}

/// The numbers, and each metric that an answer gives.
private func promptTable(_ scores: BracketScores) -> HTML {
  let metrics = BracketMetric.allCases.map(\.rawValue).filter { name in
    scores.prompts.contains { $0.metrics?[name] != nil }
  }
  let columns =
    [
      TableColumn(title: "prompt", isNumeric: false),
      TableColumn(title: "answer", isNumeric: false),
      TableColumn(title: "any", explanation: "the probability that a bracket comes next"),
    ]
    + scores.symbols.map {
      TableColumn(title: $0.symbol, explanation: "its probability, given a bracket")
    } + metrics.map { TableColumn(title: $0, isMinor: true) }
  return sortableTable(
    "Brackets behind prompts", columns: columns,
    rows: scores.prompts.map { prompt in
      [
        TableCell(element("span", .class("tokens prompt")) { visibleText(prompt.prompt) }),
        TableCell(prompt.answer ?? "–"),
      ]
        + [cell(prompt.probability, digits: 4)]
        + prompt.conditional.map { cell($0.wrappedValue, digits: 4) }
        + metrics.map { cell(prompt.metrics?[$0]?.wrappedValue ?? .nan, digits: 3) }
    }, isFiltered: scores.prompts.count > 40)
}

private func cell(_ value: Double, digits: Int) -> TableCell {
  TableCell(value.isFinite ? fixed(value, digits) : "–", value: value)
}
