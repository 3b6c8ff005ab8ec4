/// A few rows from each octave of values, drawn evenly from all that fall there.
///
/// A row's place in the draw is a hash of its number, so the same rows are drawn whatever the batches
/// and threads were.
struct BandSamples: Sendable {
  private struct Band: Sendable {
    var count = 0
    var drawn: [(priority: UInt64, row: RankedRow)] = []
  }

  private let limit: Int
  private var bands: [Int: Band] = [:]

  init(limit: Int) { self.limit = limit }

  /// Takes in a row of positive value.
  mutating func add(_ row: RankedRow) {
    let priority = hash(UInt64(row.row))
    var band = bands.removeValue(forKey: Int(row.value.exponent)) ?? Band()
    band.count += 1
    let place = band.drawn.firstIndex { priority < $0.priority } ?? band.drawn.count
    if place < limit {
      band.drawn.insert((priority, row), at: place)
      if band.drawn.count > limit { band.drawn.removeLast() }
    }
    bands[Int(row.value.exponent)] = band
  }

  /// The octaves that hold values, the highest first: edges, number of rows, and rows drawn.
  var octaves: [(range: Range<Double>, count: Int, rows: [RankedRow])] {
    bands.sorted { $0.key > $1.key }.map { exponent, band in
      let lower = Double(sign: .plus, exponent: exponent, significand: 1)
      return (lower..<2 * lower, band.count, band.drawn.map(\.row))
    }
  }
}

/// A number's bits, stirred (the finalizer of SplitMix64).
private func hash(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
