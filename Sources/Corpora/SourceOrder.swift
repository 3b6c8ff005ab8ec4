/// In which order the sources of a corpus give their documents.
///
/// Without weights one follows the other. With weights each document's source is drawn at random;
/// a draw depends on the seed and the document's place alone, so that reading can go on anywhere.
struct SourceOrder {
  private let weights: [Double]?
  private let seed: UInt64

  /// Makes the order of sources, some of which may have a weight.
  init(weights: [Double?], seed: UInt64) {
    self.weights = weights.contains { $0 != nil } ? weights.map { $0 ?? 1 } : nil
    self.seed = seed
  }

  /// Which source gives the document at a place, among those that have any left.
  func source(at ordinal: Int, among hasMore: [Bool]) -> Int? {
    guard let weights else { return hasMore.firstIndex(of: true) }
    let open = hasMore.indices.filter { hasMore[$0] }
    var left = open.reduce(0) { $0 + weights[$1] } * fraction(ordinal)
    for source in open {
      left -= weights[source]
      if left < 0 { return source }
    }
    return open.last
  }

  /// A number in 0..<1 for a place, by SplitMix64's output function (Steele and others, 2014).
  private func fraction(_ ordinal: Int) -> Double {
    var word = seed &+ (UInt64(ordinal) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((word ^ word >> 31) >> 11) * 0x1p-53
  }
}
