/// Counts of floats by their sign, exponent and first six fraction bits.
///
/// Exact counts in cells whose width is at most 1/64 of the value, at any scale, so that the range
/// need not be known before the values are seen and one outlier does not spoil the rest. Zeros are
/// not counted. Cells nest in bins whose edges are multiples of a power of two.
struct FloatHistogram: Sendable {
  /// The values of one cell; below zero the upper edge belongs to it and the lower does not.
  struct Cell: Sendable {
    let lower: Double
    let upper: Double
    let count: Int
  }

  private static let droppedBits: UInt32 = 17
  private static let signBit = 1 << 14

  private var counts = [Int](repeating: 0, count: 2 * signBit)

  mutating func add(_ value: Float) {
    guard value != 0 else { return }
    counts[Int(value.bitPattern >> Self.droppedBits)] += 1
  }

  /// The cells that are not empty, the lowest first.
  var cells: [Cell] {
    var negative: [Cell] = []
    var positive: [Cell] = []
    for key in 0..<Self.signBit {
      let (near, far) = (Self.magnitude(key), Self.magnitude(key + 1))
      let (above, below) = (counts[key], counts[key | Self.signBit])
      if above > 0 { positive.append(Cell(lower: near, upper: far, count: above)) }
      if below > 0 { negative.append(Cell(lower: -far, upper: -near, count: below)) }
    }
    return negative.reversed() + positive
  }

  /// The smallest magnitude that a key stands for; that of infinity is the power after the last.
  private static func magnitude(_ key: Int) -> Double {
    let value = Float(bitPattern: UInt32(key) << droppedBits)
    return value.isFinite ? Double(value) : 0x1p128
  }
}

extension [FloatHistogram.Cell] {
  /// The cell in which the given share of the values is reached; nil without values.
  func quantile(_ share: Double) -> FloatHistogram.Cell? {
    let total = reduce(0) { $0 + $1.count }
    var remaining = Swift.max(1, Int((share * Double(total)).rounded(.up)))
    for cell in self {
      remaining -= cell.count
      if remaining <= 0 { return cell }
    }
    return last
  }
}
