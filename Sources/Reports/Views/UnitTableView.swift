import Analysis

extension UnitTable: ViewContent {
  static let kind = View.Kind.unitTable
  static let scripts: [StaticString] = [unitTableScript]

  var html: HTML { unitTableView(self) }

  var lines: [[String]] {
    let note = notes == nil ? [] : [noteTitle ?? "note"]
    return [[unit] + columns.map(\.title) + note]
      + (0..<rowCount).map { row in
        [name(row)] + columns.map { csvNumber($0.values[row].wrappedValue) }
          + (notes.map { [row < $0.count ? $0[row] : ""] } ?? [])
      }
  }
}

/// A table that draws the rows that are seen, of any number.
///
/// - Parameter table: The table.
/// - Returns: Its room, and its numbers packed.
func unitTableView(_ table: UnitTable) -> HTML {
  element("div", .class("sheet units"), Attribute("data-view", "units")) {
    element("div", .class("tools")) {
      element("label") {
        element("span") { "Keep" }
        voidElement(
          "input", Attribute("type", "search"), Attribute("data-keep"),
          Attribute("placeholder", "name or text"),
          Attribute("aria-label", "Keep rows of \(table.title) with this text"))
      }
      element("label") {
        element("span") { "where" }
        element("select", Attribute("data-column"), Attribute("aria-label", "Column")) {}
      }
      bound("from")
      bound("to")
      element("output") {}
    }
    element(
      "div", .class("rows"), Attribute("tabindex", "0"), Attribute("role", "grid"),
      Attribute("aria-label", table.title), Attribute("aria-rowcount", "\(table.rowCount + 1)")
    ) {}
    viewData(PackedTable(table))
  }
}

private func bound(_ name: String) -> HTML {
  element("label") {
    element("span") { name }
    voidElement(
      "input", Attribute("type", "number"), Attribute("step", "any"), .class("bound"),
      Attribute("data-bound", name), Attribute("aria-label", "\(name) this number"))
  }
}

private struct PackedTable: Encodable {
  struct Column: Encodable {
    let title: String
    let explanation: String?
    let values: String
  }

  let unit: String
  let count: Int
  let names: [String]?
  let notes: [String]?
  let noteTitle: String?
  let columns: [Column]

  init(_ table: UnitTable) {
    unit = table.unit
    count = table.rowCount
    names = table.names
    notes = table.notes
    noteTitle = table.noteTitle
    columns = table.columns.map { column in
      Column(
        title: column.title, explanation: column.explanation,
        values: PackedNumbers.doubles(column.values.prefix(table.rowCount).lazy.map(\.wrappedValue))
      )
    }
  }
}
