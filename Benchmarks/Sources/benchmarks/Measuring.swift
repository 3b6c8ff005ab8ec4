/// The seconds that a piece of work takes: the least of several times, as what else runs on the
/// machine only adds.
func seconds(repeating count: Int = 3, _ work: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  var best = Double.infinity
  for _ in 0..<count { best = min(best, try clock.measure(work) / .seconds(1)) }
  return best
}

/// A number with the given count of digits behind the point.
func figure(_ value: Double, digits: Int = 1) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let whole = Int((value * scale).rounded())
  guard digits > 0 else { return String(whole) }
  let (left, right) = whole.quotientAndRemainder(dividingBy: Int(scale))
  let fraction = String(right)
  return "\(left).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
}
