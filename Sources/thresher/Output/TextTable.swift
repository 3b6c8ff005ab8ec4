/// A table of text whose columns stand in line; its headings are soft where there are colours.
struct TextTable {
  private var rows: [[String]]
  private let rightAligned: Set<Int>

  /// Begins a table.
  ///
  /// - Parameters:
  ///   - headings: The first row.
  ///   - rightAligned: The columns that hold numbers.
  init(_ headings: [String], rightAligned: Set<Int> = []) {
    rows = [headings]
    self.rightAligned = rightAligned
  }

  /// Adds a row, as long as the headings.
  mutating func add(_ row: [String]) {
    precondition(row.count == rows[0].count, "TextTable: \(row.count) cells of \(rows[0].count)")
    rows.append(row)
  }

  /// The table's lines, joined.
  var text: String { text(style: .output) }

  /// The table's lines in a style, joined.
  func text(style: TerminalStyle) -> String {
    let widths = rows[0].indices.map { column in rows.map { visibleLength($0[column]) }.max() ?? 0 }
    return rows.enumerated().map { place, row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - visibleLength(cell))
        return rightAligned.contains(column) ? padding + cell : cell + padding
      }
      let line = trimmingEnd(of: cells.joined(separator: "  "))
      return place == 0 ? style.soft(line) : line
    }.joined(separator: "\n")
  }

  private func trimmingEnd(of line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
