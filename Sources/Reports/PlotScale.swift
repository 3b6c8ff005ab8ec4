import Foundation

/// A stretch of numbers along an axis, and the pixels that they lie on.
struct PlotScale {
  let domain: ClosedRange<Double>
  let start: Double
  let end: Double

  /// Makes a scale from the least to the greatest number, in the direction of the pixels.
  ///
  /// A stretch of no length is widened about its number, so that it is drawn in the middle; that of
  /// zero alone upwards, as what counts is never less.
  init(from low: Double, to high: Double, start: Double, end: Double) {
    let spread = low == high ? abs(low) * 0.5 : 0
    domain = (low - spread)...(low == 0 && high == 0 ? 1 : high + spread)
    self.start = start
    self.end = end
  }

  /// The pixel of a number.
  func callAsFunction(_ value: Double) -> Double {
    let share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return start + share * (end - start)
  }

  /// Round numbers inside the stretch, about as many as asked for: steps of 1, 2 or 5 times a power of
  /// ten, the next smaller where fewer than three would lie inside.
  func ticks(_ count: Int) -> [Double] {
    let span = domain.upperBound - domain.lowerBound
    let rough = span / Double(max(1, count))
    let power = pow(10, log10(rough).rounded(.down))
    let steps = [0.5, 1, 2, 5, 10].map { $0 * power }
    let place = steps.firstIndex { $0 >= rough * 0.999 } ?? steps.count - 1
    let found = ticks(by: steps[place])
    return found.count < 3 && place > 0 ? ticks(by: steps[place - 1]) : found
  }

  /// The multiples of a step inside the stretch.
  private func ticks(by step: Double) -> [Double] {
    let first = Int((domain.lowerBound / step).rounded(.up))
    let last = Int((domain.upperBound / step).rounded(.down))
    guard first <= last && last - first < 50 else { return [] }
    return (first...last).map { Double($0) * step }
  }
}

/// A pixel with at most one decimal, as plots write them.
func pixel(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
}

/// The numbers at an axis's ticks, all with the decimals that tell neighbours apart.
func tickLabels(_ ticks: [Double]) -> [String] {
  guard ticks.count > 1 else { return ticks.map(short) }
  let step = ticks[1] - ticks[0]
  let largest = max(abs(ticks[0]), abs(ticks[ticks.count - 1]))
  guard largest < 1e6 && step >= 1e-5 else { return ticks.map(short) }
  let decimals = max(0, -Int(log10(step * 1.001).rounded(.down)))
  return ticks.map { fixed($0, decimals) }
}
