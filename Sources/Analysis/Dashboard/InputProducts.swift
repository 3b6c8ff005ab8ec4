import Gradients
import Tensors

/// What is needed to correlate every feature with every column that an autoencoder read.
///
///     sums[f, d] = Σ_row code[row, f] · (x[row, d] − shift[d])
///
/// The shift is the mean of the first rows: columns of a large mean would otherwise lose their
/// correlations to rounding.
struct InputProducts: Sendable {
  private var sums: Matrix
  private let shift: [Float]
  private var first: [Double]
  private var second: [Double]
  private var count = 0

  /// Begins with no rows; the shift is the mean of the rows given.
  init(width: Int, like inputs: Matrix) {
    sums = Matrix(rows: width, columns: inputs.columns)
    shift = (0..<inputs.columns).map { column in
      let total = (0..<inputs.rows).reduce(0.0) { $0 + Double(inputs[$1, column]) }
      return Float(total / Double(max(1, inputs.rows)))
    }
    first = [Double](repeating: 0, count: inputs.columns)
    second = first
  }

  /// Takes in rows.
  mutating func add(_ code: SparseCode, _ inputs: Matrix) {
    var shifted = inputs
    for row in 0..<shifted.rows {
      for column in shift.indices {
        let value = shifted[row, column] - shift[column]
        shifted[row, column] = value
        first[column] += Double(value)
        second[column] += Double(value) * Double(value)
      }
    }
    let products = code.transposedProduct(shifted)
    for (place, feature) in products.rows.enumerated() {
      var target = sums[mutableRow: feature]
      Tensors.add(products.matrix[row: place], scale: 1, to: &target)
    }
    count += inputs.rows
  }

  /// The columns whose correlation with a feature is strongest, of either sign.
  ///
  /// - Parameters:
  ///   - feature: The feature.
  ///   - own: The sum of its values, and that of their squares, over the same rows.
  ///   - limit: How many columns are wanted.
  /// - Returns: The columns, the strongest first; none for a feature that does not vary.
  func neighbours(
    of feature: Int, own: (sum: Double, squares: Double), limit: Int
  ) -> [FeatureDashboard.Neighbour] {
    let n = Double(count)
    let variance = own.squares - own.sum * own.sum / n
    guard variance > 0 else { return [] }
    var leaders = Leaders<FeatureDashboard.Neighbour>(limit: limit)
    for column in shift.indices {
      let spread = second[column] - first[column] * first[column] / n
      guard spread > 0 else { continue }
      let product = Double(sums[feature, column])
      let correlation = (product - own.sum * first[column] / n) / (variance * spread).squareRoot()
      leaders.add(abs(correlation)) {
        let shift = Double(shift[column])
        let squares = second[column] + 2 * shift * first[column] + n * shift * shift
        let cosine = (product + shift * own.sum) / (own.squares * squares).squareRoot()
        return .init(index: column, correlation: Float(correlation), cosine: Float(cosine))
      }
    }
    return leaders.items
  }
}
