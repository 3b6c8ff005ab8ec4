public import Analysis

/// Numbers in rows and columns, drawn as colours: layer × position, layer × head, query × key.
public struct Heatmap: Codable, Hashable, Sendable {
  /// What it shows.
  public var title: String

  /// What the rows are: `layer`.
  public var rowName: String

  /// What the columns are: `position`, `head`.
  public var columnName: String

  /// What a number is: `share of the logit difference`.
  public var valueName: String

  /// The rows' labels, from the top.
  public var rows: [String]

  /// The columns' labels; tokens as they are.
  public var columns: [String]

  /// The numbers, shape `[row, column]`; NaN is drawn as an empty cell.
  public var values: [[Figure]]

  /// The number at the lower end of the colours; nil leaves it to the numbers.
  public var zMin: Double?

  /// The number at the upper end.
  public var zMax: Double?

  /// Whether each cell has its number written in it.
  public var showsValues: Bool?

  /// Makes a heatmap.
  public init(
    title: String, rowName: String, columnName: String, valueName: String = "value",
    rows: [String], columns: [String], values: [[Figure]], zMin: Double? = nil,
    zMax: Double? = nil, showsValues: Bool? = nil
  ) {
    self.title = title
    self.rowName = rowName
    self.columnName = columnName
    self.valueName = valueName
    self.rows = rows
    self.columns = columns
    self.values = values
    self.zMin = zMin
    self.zMax = zMax
    self.showsValues = showsValues
  }
}
