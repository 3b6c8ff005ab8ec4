import Analysis
import Foundation
import Testing

@testable import Reports

@Suite struct PlotTests {
  @Test(arguments: [(0, 1), (-3, 12), (1e-6, 3e-6), (-1e5, -9e4), (5, 5)] as [(Double, Double)])
  func ticksAreRoundAndInside(low: Double, high: Double) {
    let scale = PlotScale(from: low, to: high, start: 0, end: 100)
    let ticks = scale.ticks(4)
    #expect((2...9).contains(ticks.count))
    #expect(ticks.allSatisfy { scale($0) >= -1e-6 && scale($0) <= 100 + 1e-6 })
    #expect(Set(tickLabels(ticks)).count == ticks.count)
  }

  @Test func aLineLeavesAGapWhereANumberIsMissing() {
    let series = PlotSeries(name: "loss", points: [(1, 2), (2, .nan), (3, 1), (4, 1.5)])
    let plot = linePlot(title: "Loss", xLabel: "step", series: [series]).markup
    #expect(plot.components(separatedBy: "<path").count == 3)
    #expect(plot.contains("data-tip=\"step 3 · loss 1\""))
  }

  @Test func tipsTellEveryValueOfAShortLine() {
    let points = (0..<80).map { (x: Double($0), y: Double($0 * $0)) }
    let plot = linePlot(
      title: "t", xLabel: "step", series: [PlotSeries(name: "y", points: points)]
    ).markup
    for point in points {
      #expect(plot.contains("data-tip=\"step \(exact(point.x)) · y \(exact(point.y))\""))
    }
  }

  @Test func emptyPlotsSaySo() {
    let empty = linePlot(title: "t", xLabel: "x", series: [PlotSeries(name: "y", points: [])])
    #expect(empty.markup.contains("nothing to plot"))
    #expect(histogramPlot(Histogram(bins: []), label: nil).markup.contains("never active"))
  }

  @Test func aHistogramTellsItsCountsByClass() {
    let histogram = Histogram(bins: [
      .init(lower: 0, upper: 0.5, count: 1200, positives: 7),
      .init(lower: 0.5, upper: 1, count: 3, positives: 3),
    ])
    let plot = histogramPlot(histogram, label: "l").markup
    #expect(plot.contains("0 to 0.5 · 7 rows with l, 1,193 without"))
    #expect(plot.contains("0.5 to 1 · 3 rows with l, 0 without"))
    #expect(histogramPlot(histogram, label: nil).markup.contains("0 to 0.5 · 1,200 rows"))
  }

  @Test func barsStandOnZeroBesideTheirBaseline() {
    let bars = [
      PlotBar(name: "0", value: 0.5, baseline: 0.1, tip: "a"),
      PlotBar(name: "1", value: .nan, baseline: nil, tip: "b"),
    ]
    let plot = barPlot(title: "F1", xLabel: "layer", bars: bars, top: 1).markup
    #expect(plot.components(separatedBy: "class=\"bar\"").count == 2)
    #expect(plot.components(separatedBy: "class=\"base\"").count == 2)
  }

  @Test func axesHaveThreeNumbersAndCountsBeginAtZero() {
    #expect(PlotScale(from: 2, to: 89, start: 0, end: 1).ticks(4) == [20, 40, 60, 80])
    #expect(PlotScale(from: 0, to: 8.2, start: 0, end: 1).ticks(4) == [0, 2, 4, 6, 8])
    #expect(PlotScale(from: 0, to: 0, start: 0, end: 1).domain == 0...1)
    #expect(PlotScale(from: 16, to: 16, start: 0, end: 1).domain == 8...24)
  }

  @Test func referencesAreNoSeries() {
    let lines = (0..<6).map { PlotSeries(name: "\($0)", points: []) }
    let key = lineKey([PlotSeries(name: "by chance", points: [], isReference: true)] + lines)
    #expect(key.map(\.style) == ["reference", "s0", "s1", "s2", "s3", "s4", "s5"])
    #expect(lineKey(lines + [PlotSeries(name: "6", points: [])]).isEmpty)
  }
}
