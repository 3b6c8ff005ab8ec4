import Analysis
import Foundation

/// A neuron's or feature's page as text: its numbers, what was asked for beside them, and its contexts
/// with each token on a ground as strong as its activation.
struct FeaturePageText {
  private let page: FeaturePage
  private let style: TerminalStyle

  init(_ page: FeaturePage, style: TerminalStyle = .output) {
    self.page = page
    self.style = style
  }

  /// The lines, joined.
  var text: String {
    let numbers = """
      active on \(String(format: "%.2f", 100 * page.density)) % of \(page.rows) rows, \
      mean \(String(format: "%.4g", page.mean)), at most \(String(format: "%.4g", page.max))
      """
    let name = style.strong("\(page.unit.rawValue) \(page.index) of \(page.site)")
    return (["\(name): \(numbers)"] + Self.remarks(on: page) + page.contexts.map(line))
      .joined(separator: "\n")
  }

  private var limit: Double {
    page.contexts.flatMap(\.tokens).compactMap(\.activation).map(abs).max() ?? 0
  }

  private func line(_ context: TokenContext) -> String {
    let tokens = context.tokens.enumerated().map { place, token in
      style.token(
        visible(token.text), value: token.activation, limit: limit, isPeak: place == context.peak)
    }
    return String(format: "%9.3f  ", context.activation) + tokens.joined()
  }
}
