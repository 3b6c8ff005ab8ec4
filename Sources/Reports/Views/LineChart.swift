public import Analysis

/// Lines over a common axis: a logit lens, the paths of a penalty, the curves of a training.
public struct LineChart: Codable, Hashable, Sendable {
  /// One line.
  public struct Series: Codable, Hashable, Sendable {
    /// What it is of.
    public var name: String

    /// Where its points lie; nil counts them from 0.
    public var x: [Double]?

    /// How high; NaN leaves a gap.
    public var y: [Figure]

    /// Whether it is what the others are held against, and is drawn as dots.
    public var isReference: Bool?

    /// Makes a line.
    public init(name: String, x: [Double]? = nil, y: [Figure], isReference: Bool? = nil) {
      self.name = name
      self.x = x
      self.y = y
      self.isReference = isReference
    }
  }

  /// What it shows.
  public var title: String

  /// The name of the horizontal axis.
  public var xLabel: String

  /// The names of whole numbers along that axis, of the states of a residual stream, say.
  public var xNames: [String]?

  /// Whether the horizontal axis is logarithmic; points at zero and below it are left out.
  public var isLogX: Bool?

  /// The lines; of more than six, each is told apart by pointing at it.
  public var series: [Series]

  /// Makes a chart.
  public init(
    title: String, xLabel: String, xNames: [String]? = nil, isLogX: Bool? = nil, series: [Series]
  ) {
    self.title = title
    self.xLabel = xLabel
    self.xNames = xNames
    self.isLogX = isLogX
    self.series = series
  }
}
