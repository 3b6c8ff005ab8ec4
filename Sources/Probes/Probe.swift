public import Tensors

/// A sparse direction in activations that tells two classes of tokens apart.
///
///     decision = Σ_j coefficient_j · x_j + intercept,        positive where it is above 0
///
/// As JSON it is the object that `train probe` prints and `probe.json` holds.
public struct Probe: Codable, Equatable, Sendable {
  /// A coefficient that is not zero.
  public struct Coefficient: Codable, Equatable, Sendable {
    /// The column, such as a neuron.
    public let index: Int

    /// What it is multiplied by.
    public let coefficient: Double

    /// The column's mean among the positive rows that the probe was fitted to.
    public var meanPositive: Double?

    /// Its mean among the negative ones.
    public var meanNegative: Double?

    /// Makes a coefficient.
    public init(index: Int, coefficient: Double) {
      self.index = index
      self.coefficient = coefficient
    }
  }

  /// The site of its activations.
  public let site: String

  /// The folder of the autoencoder whose features of the site it reads; nil for the site's own columns.
  public var sae: String?

  /// The name of the label.
  public let label: String

  /// The penalty's name.
  public let penalty: String

  /// The part of the absolute values in the penalty.
  public let l1Ratio: Double

  /// How much mistakes count against coefficients.
  public let C: Double

  /// Whether columns were divided by their deviations while fitting.
  public let standardized: Bool

  /// How many columns the site has.
  public let width: Int

  /// The value that was minimized.
  public let objective: Double

  /// How far at most the objective lies above its minimum.
  public let dualityGap: Double

  /// How many Newton steps were taken.
  public let iterations: Int

  /// Whether the gap fell below the tolerance.
  public let converged: Bool

  /// Whether, without a penalty, a plane parts the classes, so that there is no optimum.
  public var isSeparated: Bool?

  /// The intercept.
  public let intercept: Double

  /// The coefficients that are not zero, in the order of their columns.
  public private(set) var active: [Coefficient]

  /// The scores on the rows it was fitted to.
  public var train: Scores?

  /// The scores on other rows.
  public var test: Scores?

  /// Names the optimum of a regression.
  ///
  /// - Parameters:
  ///   - fit: The optimum.
  ///   - regression: What was fitted.
  ///   - site: The site of the activations.
  ///   - label: The name of the label.
  public init(_ fit: LogisticFit, of regression: LogisticRegression, site: String, label: String) {
    self.site = site
    self.label = label
    penalty = regression.penalty.name
    l1Ratio = regression.penalty.l1
    C = regression.C
    standardized = regression.standardizes
    width = fit.coefficients.count
    objective = fit.objective
    dualityGap = fit.dualityGap
    iterations = fit.iterations
    converged = fit.converged
    isSeparated = fit.isSeparated ? true : nil
    intercept = fit.intercept
    active = fit.coefficients.enumerated().filter { $0.element != 0 }
      .map { Coefficient(index: $0.offset, coefficient: $0.element) }
  }

  /// What the probe says of rows.
  ///
  /// - Parameter x: Activations of the site, shape `[row, width]`.
  /// - Returns: A number for each row; above zero means positive.
  /// - Throws: `ProbeError` with code `.wrongShape` for rows of another width.
  public func decisions(_ x: Matrix) throws(ProbeError) -> [Float] {
    try requireWidth(x.columns)
    return (0..<x.rows).map { index in
      let row = x[row: index]
      return Float(active.reduce(intercept) { $0 + $1.coefficient * Double(row[$1.index]) })
    }
  }

  /// What the probe says of rows.
  ///
  /// - Parameter rows: Activations of the site.
  /// - Returns: A number for each row; above zero means positive.
  /// - Throws: `ProbeError` with code `.wrongShape` for rows of another width, `.notFinite` for an
  ///   active column that is not finite, and what reading the rows throws.
  public func decisions(_ rows: any DesignMatrix) throws(ProbeError) -> [Float] {
    try requireWidth(rows.columnCount)
    var margins = [Double](repeating: intercept, count: rows.rowCount)
    let values = try rows.gatheredColumns(active.map(\.index))
    for (place, entry) in active.enumerated() {
      add(values[place], scale: entry.coefficient, to: &margins)
    }
    if let row = margins.firstIndex(where: { !$0.isFinite }) {
      throw ProbeError(
        code: .notFinite, message: "row \(row) of those scored has a number that is not finite",
        path: site)
    }
    return margins.map(Float.init)
  }

  /// Adds the means of the active columns in the two classes.
  ///
  /// - Parameters:
  ///   - rows: Activations of the site.
  ///   - labels: The class of each row.
  /// - Throws: What reading the rows throws.
  public mutating func addMeans(_ rows: any DesignMatrix, labels: [Bool]) throws(ProbeError) {
    let values = try rows.gatheredColumns(active.map(\.index))
    let positives = Double(labels.count { $0 })
    for place in active.indices {
      let column = values[place]
      var (positive, negative) = (0.0, 0.0)
      for i in column.indices {
        if labels[i] { positive += Double(column[i]) } else { negative += Double(column[i]) }
      }
      active[place].meanPositive = positive / positives
      active[place].meanNegative = negative / (Double(labels.count) - positives)
    }
  }

  private func requireWidth(_ found: Int) throws(ProbeError) {
    guard found == width else {
      throw ProbeError(
        code: .wrongShape,
        message: "the probe of \(site) takes rows of \(width) numbers, found \(found)")
    }
  }

  /// Scores the probe on labelled rows.
  ///
  /// - Parameters:
  ///   - x: Activations of the site, shape `[row, width]`.
  ///   - labels: The class of each row.
  /// - Returns: The scores.
  /// - Throws: `ProbeError` with code `.wrongShape` for rows of another width, or labels of another
  ///   count.
  public func scores(_ x: Matrix, labels: [Bool]) throws(ProbeError) -> Scores {
    guard x.rows == labels.count else {
      throw ProbeError(
        code: .wrongShape,
        message: "expected one label for each of \(x.rows) rows, found \(labels.count)")
    }
    return Scores(decisions: try decisions(x), labels: labels)
  }
}
