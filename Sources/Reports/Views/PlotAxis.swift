import Foundation

/// How the numbers along a horizontal axis are written.
enum PlotAxis {
  case numbers

  /// The numbers are decimal logarithms.
  case logarithmic

  /// The numbers are places in a list of names.
  case names([String])

  /// What a number is called in a tip.
  func name(of value: Double) -> String {
    switch self {
    case .numbers: return exact(value)
    case .logarithmic: return exact(pow(10, value))
    case .names(let names):
      let place = Int(exactly: value)
      return place.flatMap { names.indices.contains($0) ? names[$0] : nil } ?? exact(value)
    }
  }

  /// Where labels stand along a stretch, and what they say.
  func ticks(_ scale: PlotScale) -> [(x: Double, label: String)] {
    switch self {
    case .numbers:
      let ticks = scale.ticks(4)
      return Array(zip(ticks, tickLabels(ticks)))
    case .logarithmic:
      let (low, high) = (scale.domain.lowerBound, scale.domain.upperBound)
      let step = max(1, ((high - low) / 5).rounded(.up))
      let powers = stride(from: low.rounded(.up), through: high, by: step)
      return powers.map { ($0, exact(pow(10, $0))) }
    case .names(let names):
      let letters = Double(names.map(\.count).max() ?? 1)
      let room = abs(scale.end - scale.start) / (7.2 * letters + 8)
      let every = max(1, Int((Double(names.count) / max(1, room)).rounded(.up)))
      return stride(from: 0, to: names.count, by: every).map { (Double($0), names[$0]) }
    }
  }
}
