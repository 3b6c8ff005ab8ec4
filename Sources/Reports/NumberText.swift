import Foundation

/// A number with a fixed count of decimals, for a column of such: `−0.125`; a dash for NaN.
func fixed(_ value: Double, _ decimals: Int) -> String {
  guard !value.isNaN else { return "–" }
  guard value.isFinite else { return value < 0 ? "−∞" : "∞" }
  let text = String(format: "%.\(decimals)f", abs(value))
  return isNegative(value, shownAs: text) ? "−" + grouped(text) : grouped(text)
}

/// A number with three significant digits: `0.00123`, `12.3`, `45,678`, `1.2e-9`.
func short(_ value: Double) -> String {
  guard value.isFinite && value != 0 else { return fixed(value, 0) }
  let magnitude = abs(value)
  guard magnitude >= 1e-4 && magnitude < 1e9 else {
    return scientific(value)
  }
  let integerDigits = Int(log10(magnitude).rounded(.down)) + 1
  return fixed(value, max(0, 3 - integerDigits))
}

/// A number with two significant digits and a power of ten: `1.2e−9`.
private func scientific(_ value: Double) -> String {
  var exponent = Int(log10(abs(value)).rounded(.down))
  if abs(value) / pow(10, Double(exponent)) >= 9.95 { exponent += 1 }
  let power = "e" + (exponent < 0 ? "−" : "") + "\(exponent.magnitude)"
  return fixed(value / pow(10, Double(exponent)), 1) + power
}

/// A share as a percentage with three significant digits: `12.3 %`.
func percent(_ share: Double) -> String {
  share.isNaN ? "–" : short(100 * share) + "\u{202F}%"
}

/// An integer, its thousands apart: `24,576`.
func count(_ value: Int) -> String { (value < 0 ? "−" : "") + grouped("\(value.magnitude)") }

/// A count of bytes in the largest unit that leaves at least one: `98.4 MB`.
func bytes(_ value: Int) -> String {
  let units = ["bytes", "kB", "MB", "GB", "TB"]
  var amount = Double(value)
  var unit = 0
  while amount >= 1000 && unit < units.count - 1 {
    amount /= 1000
    unit += 1
  }
  return (unit == 0 ? count(value) : short(amount)) + "\u{202F}" + units[unit]
}

/// A time in the words of a clock: `48.2 s`, `3 min 20 s`, `2 h 5 min`.
func duration(_ seconds: Double) -> String {
  guard seconds.isFinite && seconds >= 60 else { return short(seconds) + "\u{202F}s" }
  let whole = Int(seconds.rounded())
  return whole < 3600
    ? "\(whole / 60)\u{202F}min \(whole % 60)\u{202F}s"
    : "\(whole / 3600)\u{202F}h \(whole % 3600 / 60)\u{202F}min"
}

/// Whether a number still shows as less than zero once its decimals are cut.
private func isNegative(_ value: Double, shownAs text: String) -> Bool {
  value < 0 && text.contains { $0 != "0" && $0 != "." }
}

/// Digits with a comma between thousands, those after the point as they are.
private func grouped(_ digits: String) -> String {
  let parts = digits.split(separator: ".", maxSplits: 1)
  guard let whole = parts.first, whole.count > 3 else { return digits }
  var result = ""
  for (place, digit) in whole.enumerated() {
    if place > 0 && (whole.count - place).isMultiple(of: 3) { result += "," }
    result.append(digit)
  }
  return ([result] + parts.dropFirst().map(String.init)).joined(separator: ".")
}
