/// The rows of a table as points by two of its columns: a volcano of slopes and their significance.
public struct ScatterChart: Codable, Hashable, Sendable {
  /// A line across, such as a threshold.
  public struct Threshold: Codable, Hashable, Sendable {
    /// What it is.
    public var name: String

    /// Where it lies on the vertical axis.
    public var y: Double

    /// Makes a line.
    public init(name: String, y: Double) {
      self.name = name
      self.y = y
    }
  }

  /// The rows, which stand below the points as a table.
  public var table: UnitTable

  /// The title of the column along the horizontal axis.
  public var x: String

  /// The title of the column along the vertical one.
  public var y: String

  /// Lines across; points above the first are told apart.
  public var thresholds: [Threshold]

  /// Makes a chart.
  public init(table: UnitTable, x: String, y: String, thresholds: [Threshold] = []) {
    self.table = table
    self.x = x
    self.y = y
    self.thresholds = thresholds
  }
}
