/// How two lists of numbers go together.
public struct Correlation: Codable, Hashable, Sendable {
  /// Pearson's r: how well a line fits; nil where one of them is constant.
  public var pearson: Double?

  /// Spearman's ρ: Pearson's r of the ranks, equals sharing theirs.
  public var spearman: Double?

  /// How many pairs.
  public var count: Int

  /// Correlates two lists of one length.
  public init(_ x: [Double], _ y: [Double]) {
    precondition(x.count == y.count, "Correlation: \(x.count) and \(y.count) numbers")
    count = x.count
    pearson = Self.pearson(x, y)
    spearman = Self.pearson(Self.ranks(x), Self.ranks(y))
  }

  private static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    let n = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    let r = xy / (xx * yy).squareRoot()
    return r.isFinite ? r : nil
  }

  /// The place of each number in order; equals have their mean place.
  private static func ranks(_ x: [Double]) -> [Double] {
    let order = x.indices.sorted { x[$0] < x[$1] }
    var ranks = [Double](repeating: 0, count: x.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count && x[order[end + 1]] == x[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 }
      start = end + 1
    }
    return ranks
  }
}
