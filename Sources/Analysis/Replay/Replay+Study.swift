import Foundation

extension Replay {
  /// The replay as a study: a section for each step, with what was found in words, then the
  /// mistakes.
  public var study: Study {
    var sections = steps.map { step in
      Study.Section(
        title: step.name, findings: step.findings.map(\.sentence), results: step.results)
    }
    if !mistakes.isEmpty {
      sections.append(
        Study.Section(
          title: "The notebook's mistakes",
          findings: mistakes.map {
            "\($0.what): literally \($0.literal); corrected \($0.corrected)."
          }, results: []))
    }
    return Study(
      title: "Case \(self.case): \(title)", introduction: source, findings: warnings,
      facts: [
        Fact("Model", model, note: "the notebook's" + (isOriginal ? "" : " is \(originalModel)")),
        Fact("Processing", processing.isEmpty ? "none" : processing.joined(separator: ", ")),
        Fact("Verdict", verdict.rawValue),
      ], sections: sections)
  }
}

extension Finding {
  /// What it is, and what was found.
  public var sentence: String { "\(name): \(statement)" }

  /// What was found, what was published of it, and how the two stand to each other.
  public var statement: String {
    var statement = text ?? values.map(listed) ?? "not at hand"
    if let published = publishedText ?? published.map(listed) {
      statement += "; published \(published)"
    }
    switch verdict {
    case .reproduced: statement += " (reproduced)"
    case .differs: statement += " (differs\(deviation.map { " by \(decimal($0))" } ?? ""))"
    case .measured, .unavailable: break
    }
    return statement + (note.map { "; \($0)" } ?? "")
  }

  private static let shownCount = 8

  /// The first numbers, with what they are of.
  private func listed(_ values: [Figure]) -> String {
    let shown = values.prefix(Self.shownCount).enumerated().map { index, value in
      let label = labels.flatMap { $0.indices.contains(index) ? "\($0[index]) " : nil } ?? ""
      return label + decimal(value.wrappedValue)
    }
    let rest = values.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}

private func decimal(_ value: Double) -> String {
  value.isFinite ? String(format: "%.5g", value) : "undefined"
}
