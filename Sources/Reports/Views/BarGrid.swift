public import Analysis

/// Bars in panels side by side, all to one scale: a panel for each layer, a bar for each neuron.
public struct BarGrid: Codable, Hashable, Sendable {
  /// One bar.
  public struct Bar: Codable, Hashable, Sendable {
    /// What it is of.
    public var name: String

    /// How high it is; NaN draws none.
    @Figure public var value: Double

    /// What it is held against.
    public var baseline: Double?

    /// Makes a bar.
    public init(name: String, value: Double, baseline: Double? = nil) {
      self.name = name
      self.value = value
      self.baseline = baseline
    }
  }

  /// One panel.
  public struct Panel: Codable, Hashable, Sendable {
    /// What stands above it.
    public var title: String

    /// Its bars, from the left.
    public var bars: [Bar]

    /// Makes a panel.
    public init(title: String, bars: [Bar]) {
      self.title = title
      self.bars = bars
    }
  }

  /// What it shows.
  public var title: String

  /// What the bars are.
  public var xLabel: String

  /// What their heights are.
  public var valueName: String

  /// The panels, in the order of reading.
  public var panels: [Panel]

  /// Makes a grid.
  public init(title: String, xLabel: String, valueName: String, panels: [Panel]) {
    self.title = title
    self.xLabel = xLabel
    self.valueName = valueName
    self.panels = panels
  }
}
