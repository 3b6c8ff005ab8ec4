import Gradients

/// How long each feature has been silent.
struct FeatureActivity: Sendable, Equatable {
  /// For every feature, how many rows went by since it was last on; no more than `limit`.
  private(set) var rowsSinceOn: [Int]

  /// Where counting ends: up to here float32 holds every whole number.
  static let limit = 1 << 24

  init(width: Int) {
    rowsSinceOn = [Int](repeating: 0, count: width)
  }

  init(rowsSinceOn: [Int]) {
    self.rowsSinceOn = rowsSinceOn
  }

  /// Takes note of which features a batch turned on.
  mutating func record(_ code: SparseCode) {
    for feature in rowsSinceOn.indices {
      rowsSinceOn[feature] = min(rowsSinceOn[feature] + code.rows, Self.limit)
    }
    for (feature, value) in zip(code.indices, code.values) where value != 0 {
      rowsSinceOn[Int(feature)] = 0
    }
  }

  /// The features that were off for at least `rows` rows.
  func dead(after rows: Int) -> [Int32] {
    rowsSinceOn.indices.filter { rowsSinceOn[$0] >= rows }.map(Int32.init)
  }
}
