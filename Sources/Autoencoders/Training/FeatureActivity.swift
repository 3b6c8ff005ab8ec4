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

  /// Takes note of in how many rows of a batch each feature was on.
  mutating func record(onCounts: [Int32], rows: Int) {
    for (feature, count) in onCounts.enumerated() {
      rowsSinceOn[feature] = count > 0 ? 0 : min(rowsSinceOn[feature] + rows, Self.limit)
    }
  }

  /// Takes features as if they had been on.
  mutating func revive(_ features: [Int]) {
    for feature in features { rowsSinceOn[feature] = 0 }
  }

  /// The features that were off for at least `rows` rows.
  func dead(after rows: Int) -> [Int32] {
    rowsSinceOn.indices.filter { rowsSinceOn[$0] >= rows }.map(Int32.init)
  }

  /// How many features have been silent for how long: at least each of some numbers of rows.
  func ages(_ bounds: [Int]) -> [Int] {
    bounds.map { bound in rowsSinceOn.count { $0 >= bound } }
  }
}
