public import ArgumentParser

/// A number of bytes, as a user says it: `500000`, `20GB`, `1.5TB`.
public struct ByteCount: ExpressibleByArgument {
  /// The number.
  public let count: Int

  /// Reads a number of at least 1, with kB, MB, GB or TB behind it for thousands of them.
  public init?(argument: String) {
    let units = [("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12), ("b", 1)]
    let text = argument.lowercased()
    let unit = units.first { text.hasSuffix($0.0) }
    let digits = text.dropLast(unit?.0.count ?? 0)
    guard let number = Double(digits), number * (unit?.1 ?? 1) >= 1,
      number * (unit?.1 ?? 1) < 9e18
    else { return nil }
    count = Int(number * (unit?.1 ?? 1))
  }
}
