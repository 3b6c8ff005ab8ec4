public import Analysis

/// Numbers of many neurons, features or heads, to be sorted and searched: an index of a dashboard.
public struct UnitTable: Codable, Hashable, Sendable {
  /// A column of numbers.
  public struct Column: Codable, Hashable, Sendable {
    /// Its heading.
    public var title: String

    /// What the heading means.
    public var explanation: String?

    /// A number for each row; NaN where there is none.
    public var values: [Figure]

    /// Makes a column.
    public init(title: String, explanation: String? = nil, values: [Figure]) {
      self.title = title
      self.explanation = explanation
      self.values = values
    }
  }

  /// What it shows.
  public var title: String

  /// What the rows are: `feature`.
  public var unit: String

  /// The rows' names; nil counts them from 0.
  public var names: [String]?

  /// A text for each row, the tokens that it makes likeliest, say.
  public var notes: [String]?

  /// The heading of the texts.
  public var noteTitle: String?

  /// The columns, all of the same length.
  public var columns: [Column]

  /// Makes a table.
  public init(
    title: String, unit: String, names: [String]? = nil, notes: [String]? = nil,
    noteTitle: String? = nil, columns: [Column]
  ) {
    self.title = title
    self.unit = unit
    self.names = names
    self.notes = notes
    self.noteTitle = noteTitle
    self.columns = columns
  }

  /// How many rows.
  public var rowCount: Int {
    columns.map(\.values.count).min() ?? names?.count ?? notes?.count ?? 0
  }

  /// A row's name.
  func name(_ row: Int) -> String {
    guard let names else { return "\(row)" }
    return row < names.count ? names[row] : "\(row)"
  }
}
