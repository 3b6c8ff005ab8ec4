/// How often a column takes which values, zeros aside, among the rows of two classes.
public struct Histogram: Codable, Hashable, Sendable {
  /// The rows whose value lies between two edges: the one nearer to zero belongs to the bin.
  public struct Bin: Codable, Hashable, Sendable {
    /// The lower edge.
    @Figure public var lower: Double

    /// The upper edge.
    @Figure public var upper: Double

    /// How many rows, of any class.
    public var count: Int

    /// How many of them are in the positive class; 0 without a label.
    public var positives: Int

    /// Makes a bin.
    public init(lower: Double, upper: Double, count: Int, positives: Int) {
      self.lower = lower
      self.upper = upper
      self.count = count
      self.positives = positives
    }
  }

  /// Bins of equal width that touch one another, the lowest first.
  public var bins: [Bin]

  /// How many rows lie below the first bin: at most one in a thousand.
  public var below: Int

  /// How many rows lie above the last bin: at most one in a thousand.
  public var above: Int

  /// How many rows are exactly zero, and in no bin.
  public var zeros: Int

  /// Makes a histogram.
  public init(bins: [Bin], below: Int = 0, above: Int = 0, zeros: Int = 0) {
    self.bins = bins
    self.below = below
    self.above = above
    self.zeros = zeros
  }
}

extension Histogram {
  /// Makes at most 48 bins over all but the outermost thousandth on either side.
  ///
  /// The edges are multiples of a power of two, in which the fine counts nest, so that no count is
  /// split. Values that crowd about a mean far from zero get fewer bins.
  init(all: FloatHistogram, positives: FloatHistogram, zeros: Int) {
    self.init(bins: [], zeros: zeros)
    let cells = all.cells
    guard let low = cells.quantile(0.001), let high = cells.quantile(0.999) else { return }
    let width = binWidth(from: low, to: high)
    let first = (low.lower / width).rounded(.down)
    let last = (high.upper / width).rounded(.up)
    bins = (0..<Int(last - first)).map { place in
      let lower = (first + Double(place)) * width
      return Bin(lower: lower, upper: lower + width, count: 0, positives: 0)
    }
    for cell in cells { count(cell, width: width) }
    for cell in positives.cells {
      if let place = place(of: cell, width: width) { bins[place].positives += cell.count }
    }
  }

  private mutating func count(_ cell: FloatHistogram.Cell, width: Double) {
    if let place = place(of: cell, width: width) {
      bins[place].count += cell.count
    } else if cell.lower < bins[0].lower {
      below += cell.count
    } else {
      above += cell.count
    }
  }

  /// The bin in which a cell nests, told by the cell's middle, since edges may coincide.
  private func place(of cell: FloatHistogram.Cell, width: Double) -> Int? {
    let place = (((cell.lower + cell.upper) / 2 - bins[0].lower) / width).rounded(.down)
    return place >= 0 && place < Double(bins.count) ? Int(place) : nil
  }
}

/// The smallest power of two that makes at most 48 bins and is no narrower than the widest cell.
private func binWidth(from low: FloatHistogram.Cell, to high: FloatHistogram.Cell) -> Double {
  let span = high.upper - low.lower
  let cell = max(low.upper - low.lower, high.upper - high.lower)
  var width = Double(sign: .plus, exponent: (span / 48).exponent, significand: 1)
  while width < cell || span / width > 46 { width *= 2 }
  return width
}
