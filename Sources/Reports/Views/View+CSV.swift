import Analysis

extension View {
  /// The view's numbers as comma-separated values (RFC 4180), a line each, under a line of names.
  public var csv: String {
    let lines: [[String]] =
      switch self {
      case .attentionPatterns(let patterns): lines(of: patterns)
      case .barGrid(let grid): lines(of: grid)
      case .heatmap(let heatmap): lines(of: heatmap)
      case .lineChart(let chart): lines(of: chart)
      case .scatterChart(let chart): lines(of: chart.table)
      case .tokenPage(let page): lines(of: page)
      case .tokenPredictions(let predictions): lines(of: predictions)
      case .unitTable(let table): lines(of: table)
      }
    return lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }
}

/// A field, between quotes where it holds what divides fields and lines.
private func quoted(_ field: String) -> String {
  let divides = field.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
  return divides ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
}

/// A number as it reads back; nothing for what is not finite.
private func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }

private func lines(of heatmap: Heatmap) -> [[String]] {
  let grid = heatmap.values.enumerated().flatMap { row, values in
    values.enumerated().map { column, value in
      [
        row < heatmap.rows.count ? heatmap.rows[row] : "\(row)", "\(column)",
        column < heatmap.columns.count ? heatmap.columns[column] : "",
        number(value.wrappedValue),
      ]
    }
  }
  return [[heatmap.rowName, heatmap.columnName, "label", heatmap.valueName]] + grid
}

private func lines(of chart: LineChart) -> [[String]] {
  [["line", chart.xLabel, "value"]]
    + chart.series.flatMap { series in
      series.y.enumerated().map { place, y in
        let x = series.x.map { place < $0.count ? $0[place] : .nan } ?? Double(place)
        return [series.name, number(x), number(y.wrappedValue)]
      }
    }
}

private func lines(of grid: BarGrid) -> [[String]] {
  [["panel", grid.xLabel, grid.valueName, "baseline"]]
    + grid.panels.flatMap { panel in
      panel.bars.map { [panel.title, $0.name, number($0.value), number($0.baseline ?? .nan)] }
    }
}

private func lines(of table: UnitTable) -> [[String]] {
  let note = table.notes == nil ? [] : [table.noteTitle ?? "note"]
  return [[table.unit] + table.columns.map(\.title) + note]
    + (0..<table.rowCount).map { row in
      [table.name(row)] + table.columns.map { number($0.values[row].wrappedValue) }
        + (table.notes.map { [row < $0.count ? $0[row] : ""] } ?? [])
    }
}

private func lines(of page: TokenPage) -> [[String]] {
  let places = page.passages.enumerated().flatMap { passage, text in
    text.tokens.indices.map { (passage: passage, token: $0) }
  }
  let names = page.series.map { $0.keys.joined(separator: " ") }
  return [["passage", "position", "token"] + names]
    + places.map { place in
      let passage = page.passages[place.passage]
      return [
        "\(place.passage)", "\((passage.first ?? 0) + place.token)", passage.tokens[place.token],
      ]
        + page.series.map { series in
          let row = place.passage < series.values.count ? series.values[place.passage] : []
          return place.token < row.count ? number(row[place.token].wrappedValue) : ""
        }
    }
}

private func lines(of predictions: TokenPredictions) -> [[String]] {
  [["position", "token", "place", "candidate", predictions.valueName]]
    + predictions.positions.enumerated().flatMap { place, position in
      [["\(place)", position.text, "own", position.text, number(position.value)]]
        + lines(of: position.top, "top", place, position)
        + lines(of: position.bottom ?? [], "bottom", place, position)
    }
}

private func lines(
  of candidates: [TokenPredictions.Candidate], _ name: String, _ place: Int,
  _ position: TokenPredictions.Position
) -> [[String]] {
  candidates.enumerated().map {
    ["\(place)", position.text, "\(name) \($0 + 1)", $1.text, number($1.value)]
  }
}

private func lines(of patterns: AttentionPatterns) -> [[String]] {
  [["head", "query", "key", "attention"]]
    + patterns.heads.flatMap { head in
      head.values.enumerated().flatMap { query, row in
        row.enumerated().map { [head.name, "\(query)", "\($0)", number($1.wrappedValue)] }
      }
    }
}
