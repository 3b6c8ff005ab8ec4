import Glibc

/// The seconds of processor time that a piece of work takes, the least of several times.
///
/// What else runs on the machine does not count, so on one thread this is the fairer clock. (Idle
/// threads of OpenBLAS that wait in a loop count, so on several it is not.)
func processorSeconds(repeating count: Int = 3, _ work: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
  var best = Double.infinity
  for _ in 0..<count {
    let start = now()
    try work()
    best = min(best, now() - start)
  }
  return best
}

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
