import Analysis

/// How often a neuron or feature takes which values: a bar a bin, and with a label, an outline of
/// either class, each as a share of its own rows, so that a rare class is seen beside a common one.
///
/// - Parameters:
///   - histogram: The counts.
///   - label: The label whose classes are told apart; nil draws all rows as one.
/// - Returns: A figure; without a value in it, a figure that says so.
func histogramPlot(_ histogram: Histogram, label: String?) -> HTML {
  let title = label == nil ? "Activations, % of rows" : "Activations, % of each class"
  guard let first = histogram.bins.first, let last = histogram.bins.last else {
    return plotFigure(title, element("p", .class("none")) { "never active" })
  }
  let classes = ClassShares(histogram, isSplit: label != nil)
  let highest = (classes.negative + classes.positive).max() ?? 1
  let frame = PlotFrame(x: first.lower...last.upper, y: 0...(highest * 105))
  let plot = frame.plot(title: title, xLabel: "activation, where not zero") {
    path("area a0", outline(classes.negative, histogram, frame), floor: frame.y.start)
    if label != nil {
      path("area a1", outline(classes.positive, histogram, frame), floor: frame.y.start)
    }
    for bin in histogram.bins {
      rectangle(
        "strip", x: frame.x(bin.lower), y: frame.y.end,
        width: frame.x(bin.upper) - frame.x(bin.lower), height: frame.y.start - frame.y.end,
        tip: reading(of: bin, label: label))
    }
  }
  let names = label.map { ["\($0) fails", "\($0) holds"] } ?? []
  return plotFigure(title, key: names.enumerated().map { ($1, "k\($0)") }, plot)
}

/// The share of a class's rows that lies in each bin.
private struct ClassShares {
  let negative: [Double]
  let positive: [Double]

  init(_ histogram: Histogram, isSplit: Bool) {
    let bins = histogram.bins
    let positives = bins.reduce(0) { $0 + (isSplit ? $1.positives : 0) }
    let negatives = bins.reduce(0) { $0 + $1.count } - positives
    negative = bins.map {
      Double($0.count - (isSplit ? $0.positives : 0)) / Double(max(1, negatives))
    }
    positive = isSplit ? bins.map { Double($0.positives) / Double(max(1, positives)) } : []
  }
}

/// The steps over the bins.
private func outline(
  _ shares: [Double], _ histogram: Histogram, _ frame: PlotFrame
) -> [(x: Double, y: Double)] {
  zip(shares, histogram.bins).flatMap { share, bin in
    let y = frame.y(100 * share)
    return [(frame.x(bin.lower), y), (frame.x(bin.upper), y)]
  }
}

private func reading(of bin: Histogram.Bin, label: String?) -> String {
  let range = "\(exact(bin.lower)) to \(exact(bin.upper))"
  guard let label else { return "\(range) · \(count(bin.count)) rows" }
  return "\(range) · \(count(bin.positives)) rows with \(label), "
    + "\(count(bin.count - bin.positives)) without"
}
