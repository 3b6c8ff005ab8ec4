/// The 95 % interval of a share, which stays between 0 and 1.
///
/// Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
struct WilsonInterval {
  let low: Double
  let high: Double

  /// The interval of so many among as many; NaN of none.
  init(_ right: Int, of count: Int) {
    precondition(right >= 0 && right <= count, "WilsonInterval: \(right) of \(count)")
    let n = Double(count)
    let share = Double(right) / n
    let z2 = 1.959963984540054 * 1.959963984540054
    let middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    let spread = (z2 * (share * (1 - share) / n + z2 / (4 * n * n))).squareRoot() / (1 + z2 / n)
    low = right == 0 && count > 0 ? 0 : middle - spread
    high = right == count && count > 0 ? 1 : middle + spread
  }
}
