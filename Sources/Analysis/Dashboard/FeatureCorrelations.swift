import Gradients
import Tensors

/// How features go together, over all rows of a table or an even part of them.
///
///     r[i, j] = (Σ x_i·x_j − Σx_i·Σx_j / n) / √((Σx_i² − (Σx_i)²/n) · (Σx_j² − (Σx_j)²/n))
///
/// Only features that are on together in some row are looked at, so that the work is that of the
/// entries: of codes with *k* features on, *k* for each entry. Where that is too much, every so many
/// rows are taken.
struct FeatureCorrelations: Sendable {
  private let code: SparseCode
  private let columns: ActiveColumns
  private let step: Int
  private let sums: [Double]
  private let squares: [Double]

  /// How many rows are taken.
  let rowCount: Int

  /// Makes the correlations of a table, with at most so many products.
  init(_ table: ActivityTable, productLimit: Double = 4e9) {
    let code = table.code
    let products = (0..<code.rows).reduce(0.0) { sum, row in
      let active = Double(code.offsets[row + 1] - code.offsets[row])
      return sum + active * active
    }
    let step = max(1, Int((products / productLimit).rounded(.up)))
    self.code = code
    columns = table.columns
    self.step = step
    rowCount = (code.rows + step - 1) / step
    var sums = [Double](repeating: 0, count: code.featureCount)
    var squares = sums
    for row in stride(from: 0, to: code.rows, by: step) {
      for entry in code.offsets[row]..<code.offsets[row + 1] {
        let (feature, value) = (Int(code.indices[entry]), Double(code.values[entry]))
        sums[feature] += value
        squares[feature] += value * value
      }
    }
    self.sums = sums
    self.squares = squares
  }

  /// Whether all rows are taken.
  var isWhole: Bool { step == 1 }

  /// The features that go together most with one.
  ///
  /// - Parameters:
  ///   - feature: The feature.
  ///   - limit: How many are wanted.
  ///   - products: Room for a number a feature, all zero before and after.
  /// - Returns: The features, the strongest first, those of a correlation above zero.
  func neighbours(
    of feature: Int, limit: Int, products: inout [Double]
  ) -> [FeatureDashboard.Neighbour] {
    let n = Double(rowCount)
    let variance = squares[feature] - sums[feature] * sums[feature] / n
    guard variance > 0, limit > 0 else { return [] }
    let met = multiply(feature, into: &products)
    var leaders = Leaders<FeatureDashboard.Neighbour>(limit: limit)
    for other in met {
      let product = products[other]
      products[other] = 0
      let spread = squares[other] - sums[other] * sums[other] / n
      guard other != feature, spread > 0 else { continue }
      let correlation =
        (product - sums[feature] * sums[other] / n) / (variance * spread).squareRoot()
      guard correlation > 0 else { continue }
      leaders.add(correlation) {
        let cosine = product / (squares[feature] * squares[other]).squareRoot()
        return .init(index: other, correlation: Float(correlation), cosine: Float(cosine))
      }
    }
    return leaders.items
  }

  /// Adds the products with every feature that is on in the same rows, and returns those features.
  private func multiply(_ feature: Int, into products: inout [Double]) -> [Int] {
    var met: [Int] = []
    for place in columns.entries(of: feature) where Int(columns.rows[place]) % step == 0 {
      let (row, value) = (Int(columns.rows[place]), Double(columns.values[place]))
      for entry in code.offsets[row]..<code.offsets[row + 1] {
        let other = Int(code.indices[entry])
        if products[other] == 0 { met.append(other) }
        products[other] += value * Double(code.values[entry])
      }
    }
    return Array(Set(met)).sorted()
  }
}
