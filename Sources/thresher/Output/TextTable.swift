/// A table of text whose columns stand in line.
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
  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return rightAligned.contains(column) ? padding + cell : cell + padding
      }
      return trimmingEnd(of: cells.joined(separator: "  "))
    }.joined(separator: "\n")
  }

  private func trimmingEnd(of line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
