public import Tensors

/// The rows that a regression is fitted to: in memory, sparse, or streamed from a harvest.
///
/// A solver goes over all rows a few times, and otherwise keeps to the few columns that it gathers.
public protocol DesignMatrix: Sendable {
  /// How many rows.
  var rowCount: Int { get }

  /// How many columns.
  var columnCount: Int { get }

  /// The sum over rows of a multiple of each, in double precision: `Σ_i weights[i] · x[i, j]`.
  func weightedColumnSums(_ weights: [Double]) throws(ProbeError) -> [Double]

  /// The weighted squares of the distances from `means`: `Σ_i weights[i] · (x[i, j] - means[j])²`.
  func weightedSquares(
    _ weights: [Double], around means: [Double]
  ) throws(ProbeError) -> [Double]

  /// Some columns, in the order given.
  func gatheredColumns(_ columns: [Int]) throws(ProbeError) -> ColumnList

  /// The first row with a number that is not finite.
  func firstBadRow() throws(ProbeError) -> Int?
}
