import Analysis
import Foundation

/// The features of a dashboard of the highest maxima, as lines of a table.
struct DashboardText {
  private let dashboard: FeatureDashboard

  init(_ dashboard: FeatureDashboard) { self.dashboard = dashboard }

  /// The table.
  var text: String {
    let values = dashboard.columns.map { $0.values.map(\.wrappedValue) }
    let maxima = dashboard.columns.firstIndex { $0.title == "maximum" }.map { values[$0] } ?? []
    let order = maxima.indices.sorted { maxima[$0] > maxima[$1] }.prefix(20)
    let limit = order.first.map { maxima[$0] } ?? 0
    var table = TextTable(
      [dashboard.unit.rawValue] + dashboard.columns.map(\.title) + ["likelier", ""],
      rightAligned: Set(0...dashboard.columns.count))
    for row in order {
      let tokens = dashboard.features[row].top.map { visible(dashboard.vocabulary[$0.token]) }
      table.add(
        ["\(dashboard.features[row].index)"] + values.map { figure($0[row]) }
          + [tokens.joined(separator: " "), TerminalStyle.output.bar(maxima[row], limit: limit)])
    }
    let alive = dashboard.features.count { $0.histogram != nil }
    return """
      \(dashboard.features.count) \(dashboard.unit.rawValue)s of \(dashboard.sae ?? dashboard.site), \
      \(alive) of them active in \(dashboard.rows) rows
      \(table.text)
      """
  }

  private func figure(_ value: Double) -> String {
    value.isFinite ? String(format: "%.4g", value) : "–"
  }
}
