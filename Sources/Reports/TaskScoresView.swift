import Analysis

/// The tasks' part of a page: how often the model is right, with the interval of that share.
func taskScoresView(_ scores: TaskScores) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "tasks" }
      scores.model.map(shownModel) ?? "Model"
    }
    sortableTable("Tasks", columns: columns(of: scores), rows: scores.tasks.map(cells))
  }
}

private func columns(of scores: TaskScores) -> [TableColumn] {
  [
    TableColumn(title: "task", isNumeric: false),
    TableColumn(title: "right", explanation: "share of the cases in which the model is right"),
    TableColumn(title: "", isNumeric: false, isMinor: true),
    TableColumn(
      title: "95 % interval",
      explanation: "interval of that share\(origin(of: Set(scores.tasks.compactMap(\.interval))))"),
    TableColumn(title: "cases"),
  ]
}

/// What the intervals of a table are over.
private func origin(of intervals: Set<TaskScores.Interval>) -> String {
  switch (intervals.contains(.wilson), intervals.contains(.documents)) {
  case (true, false): ": Wilson's, over the cases"
  case (false, true): ": a bootstrap over documents"
  case (true, true): ": a bootstrap over documents; Wilson's where there are no two of them"
  case (false, false): ""
  }
}

private func cells(_ score: TaskScores.Score) -> [TableCell] {
  [
    TableCell(score.task),
    TableCell(percent(score.accuracy), value: score.accuracy),
    TableCell(inlineBar(score.accuracy, in: 0...1)),
    TableCell("\(fixed(100 * score.ciLow, 1))–\(fixed(100 * score.ciHigh, 1))", value: score.ciLow),
    TableCell(count(score.count), value: Double(score.count)),
  ]
}
