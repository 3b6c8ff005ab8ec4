/// A column of a table that a reader can sort.
struct TableColumn: Sendable {
  /// The heading.
  let title: String

  /// What the heading means, told when it is pointed at.
  var explanation = ""

  /// Whether its cells are numbers, which stand to the right and sort by value.
  var isNumeric = true

  /// Whether the column is left out on a narrow screen.
  var isMinor = false
}

/// A cell of such a table.
struct TableCell {
  /// What is shown.
  let content: HTML

  /// What it sorts by, where that is not the text shown.
  var value: Double?

  /// Makes a cell of text.
  init(_ text: String) { content = HTML(text: text) }

  /// Makes a cell that sorts by a number.
  init(_ text: String, value: Double) {
    self.init(text)
    self.value = value
  }

  /// Makes a cell of anything.
  init(_ content: HTML, value: Double? = nil) {
    self.content = content
    self.value = value
  }
}

/// A cell with the ends of an interval; a dash where there is none.
func intervalCell(low: Double?, high: Double?) -> TableCell {
  guard let low, let high else { return TableCell("–") }
  return TableCell("\(fixed(low, 4)) to \(fixed(high, 4))")
}

/// A table whose headings sort it.
///
/// - Parameters:
///   - name: What the table is, for those who do not see it.
///   - columns: The columns.
///   - rows: As many cells a row as there are columns.
///   - isFiltered: Whether it stands under a field in which to type what rows to keep.
/// - Returns: The table, which scrolls by itself where it is wider than the page.
func sortableTable(
  _ name: String, columns: [TableColumn], rows: [[TableCell]], isFiltered: Bool = false
) -> HTML {
  element("div", .class("sheet")) {
    if isFiltered { filterField(name, count: rows.count) }
    element(
      "div", .class("scroll"), Attribute("tabindex", "0"), Attribute("role", "region"),
      Attribute("aria-label", name)
    ) {
      element("table", Attribute("data-sortable")) {
        element("thead") {
          element("tr") { for column in columns { headerCell(column) } }
        }
        element("tbody") {
          for row in rows {
            element("tr") {
              for (cell, column) in zip(row, columns) { bodyCell(cell, column) }
            }
          }
        }
      }
    }
  }
}

private func filterField(_ name: String, count rows: Int) -> HTML {
  element("label", .class("filter")) {
    element("span") { "Keep rows with" }
    voidElement(
      "input", Attribute("type", "search"), Attribute("data-filter"),
      Attribute("aria-label", "Keep rows of \(name) with"), Attribute("placeholder", "any text"))
    element("output") { "\(count(rows)) rows" }
  }
}

private func style(of column: TableColumn) -> Attribute? {
  let names = [column.isNumeric ? "number" : "", column.isMinor ? "minor" : ""]
  let text = names.filter { !$0.isEmpty }.joined(separator: " ")
  return text.isEmpty ? nil : .class(text)
}

private func headerCell(_ column: TableColumn) -> HTML {
  element("th", style(of: column), Attribute("scope", "col")) {
    element(
      "button", Attribute("type", "button"),
      column.explanation.isEmpty ? nil : Attribute("data-tip", column.explanation)
    ) {
      column.title
    }
  }
}

private func bodyCell(_ cell: TableCell, _ column: TableColumn) -> HTML {
  element("td", style(of: column), cell.value.map { Attribute("data-value", "\($0)") }) {
    cell.content
  }
}
