import Analysis
import Foundation

extension LineChart: ViewContent {
  static let kind = View.Kind.lineChart

  var html: HTML { lineChartView(self) }

  var drawings: [Drawing]? {
    [Drawing(title: title, key: lineKey(plottedSeries), plot: lineChartView(self))]
  }

  /// The lines as they are drawn.
  fileprivate var plottedSeries: [PlotSeries] {
    series.map { plotSeries($0, isLogX: isLogX == true) }
  }

  var lines: [[String]] {
    [["line", xLabel, "value"]]
      + series.flatMap { series in
        series.y.enumerated().map { place, y in
          let x = series.x.map { place < $0.count ? $0[place] : .nan } ?? Double(place)
          return [series.name, csvNumber(x), csvNumber(y.wrappedValue)]
        }
      }
  }
}

/// A chart of lines.
func lineChartView(_ chart: LineChart, size: PlotFrame.Size = .alone) -> HTML {
  linePlot(
    title: chart.title, xLabel: chart.xLabel, axis: axis(of: chart),
    series: chart.plottedSeries, size: size)
}

private func plotSeries(_ series: LineChart.Series, isLogX: Bool) -> PlotSeries {
  let points = series.y.enumerated().compactMap { place, y -> (x: Double, y: Double)? in
    let x = series.x.map { place < $0.count ? $0[place] : .nan } ?? Double(place)
    return isLogX && x <= 0 ? nil : (isLogX ? log10(x) : x, y.wrappedValue)
  }
  return PlotSeries(
    name: shownName(series.name), points: points, isReference: series.isReference == true)
}

private func axis(of chart: LineChart) -> PlotAxis {
  if chart.isLogX == true { return .logarithmic }
  return chart.xNames.map { .names($0.map { shownLabel($0, blank: " ") }) } ?? .numbers
}
