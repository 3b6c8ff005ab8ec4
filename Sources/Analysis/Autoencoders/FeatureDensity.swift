import Foundation

extension SAEEvaluation.DensityBin {
  /// Counts the features that are on in some rows, in bins of half a power of ten.
  ///
  /// - Parameter density: In which part of the rows each feature is on.
  /// - Returns: Bins that touch, from that of the sparsest feature up to every row.
  static func bins(of density: [Double]) -> [Self] {
    let places = density.filter { $0 > 0 }.map { Int((2 * log10($0)).rounded(.down)) }
    guard let first = places.min() else { return [] }
    return (first...0).map { place in
      let isLast = place == 0
      return Self(
        lower: Double(place) / 2, upper: isLast ? 0 : Double(place + 1) / 2,
        count: places.count { $0 == place })
    }
  }
}

extension SAEEvaluation.Cosines {
  /// The middle and the outer twentieths of the features' cosines; NaNs are left out.
  init(of cosines: [Double]) {
    let sorted = cosines.filter { !$0.isNaN }.sorted()
    func at(_ share: Double) -> Double {
      sorted.isEmpty ? .nan : sorted[Int(share * Double(sorted.count - 1))]
    }
    self.init(
      mean: sorted.reduce(0, +) / Double(sorted.count), low: at(0.05), median: at(0.5),
      high: at(0.95))
  }
}
