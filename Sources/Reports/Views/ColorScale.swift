import Analysis

/// How strong a colour a number gets: orange above zero, blue below it.
///
/// Zero has no colour wherever it lies between the ends, so that a number's sign is seen; both sides
/// reach full strength at the larger of the ends' magnitudes, so that equal strength is equal size.
struct ColorScale {
  let lower: Double
  let upper: Double

  /// Makes a scale between the ends given, or those of the numbers.
  init(_ values: some Sequence<Double>, zMin: Double? = nil, zMax: Double? = nil) {
    var (low, high) = (0.0, 0.0)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    lower = zMin ?? (low < 0 && zMax == nil ? -max(-low, high) : low)
    upper = zMax ?? (low < 0 && zMin == nil ? max(-low, high) : high)
  }

  /// The magnitude of full strength.
  var limit: Double { max(abs(lower), abs(upper)) }

  /// The side of zero, `hot` or `cold`, and a strength from 0 to 1; nil for what is not a number.
  func color(_ value: Double) -> (side: String, strength: Double)? {
    guard !value.isNaN else { return nil }
    let shown = max(lower, min(upper, value))
    return (shown < 0 ? "cold" : "hot", limit > 0 ? min(1, abs(shown) / limit) : 0)
  }

  /// The key to the colours.
  var legend: HTML {
    element("div", .class("legend")) {
      if lower < 0 {
        exact(lower)
        element("span", .class("ramp cold")) {}
      }
      "0"
      if upper > 0 {
        element("span", .class("ramp hot")) {}
        exact(upper)
      }
    }
  }
}
