import Tensors

/// The columns that steps are taken for, and what was last measured of the loss's curvature there.
///
/// Measuring the curvature is most of a step's work, and it only says where to go: how far is decided
/// by slopes and losses of all rows. So it is measured from a sample of the rows, and used again as
/// long as steps are good. Where one with a fresh measure is poor, more rows are taken.
struct WorkingSet {
  /// The columns' numbers.
  let columns: [Int]

  /// The columns.
  let values: ColumnList

  /// What their coefficients cost.
  let costs: ColumnCosts

  /// How many rows the curvature is measured from, for each column.
  private(set) var rowsPerColumn: Int

  private var curvature: Matrix?
  private var isFresh = false
  private var violation = Double.infinity

  /// The part of a violation that a good step leaves at most.
  private static let goodStep = 1.0 / 3

  /// The part of it above which a step with a fresh curvature is not worth its while.
  private static let poorStep = 0.7

  init(columns: [Int], values: ColumnList, costs: ColumnCosts, rowsPerColumn: Int) {
    self.columns = columns
    self.values = values
    self.costs = costs
    self.rowsPerColumn = rowsPerColumn
  }

  /// Gives a model its curvature: the last one, or one that is measured now.
  ///
  /// - Parameters:
  ///   - model: The model of the loss where the last step led.
  ///   - violation: How far that is from the optimum's conditions.
  ///   - weights: The loss's second derivatives along the margins.
  mutating func complete(_ model: inout QuadraticModel, violation: Double, weights: [Double]) {
    let left = violation / self.violation
    self.violation = violation
    if let curvature, left <= Self.goodStep {
      model.curvature = curvature
      isFresh = false
      return
    }
    if isFresh && left > Self.poorStep && rowsPerColumn * columns.count < weights.count {
      rowsPerColumn *= 4
    }
    model.measure(
      values, rows: CurvatureRows(weights, count: rowsPerColumn * columns.count))
    (curvature, isFresh) = (model.curvature, true)
  }
}
