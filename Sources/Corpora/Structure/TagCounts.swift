/// How often each element's start tag stands in a page.
public struct TagCounts: Codable, Equatable, Sendable {
  /// The number of start tags by name, in small letters.
  public private(set) var counts: [String: Int] = [:]

  /// Makes counts of nothing.
  public init() {}

  /// Adds another's counts.
  public mutating func add(_ other: Self) { counts.merge(other.counts, uniquingKeysWith: +) }

  /// Counts the start tags of a page, those within scripts and the like left out.
  public init(in page: [UInt8]) {
    var byName: [[UInt8]: Int] = [:]
    var scanner = MarkupScanner(page)
    while let piece = scanner.next() {
      guard piece.kind == .startTag else { continue }
      let name = page[piece.name].map(\.lowercased)
      byName[name, default: 0] += 1
      if NestingBound.rawText.contains(PackedName(name)) {
        scanner.position = page.endOfRawText(named: page[piece.name], from: scanner.position)
      }
    }
    for (name, count) in byName {
      counts[String(decoding: name, as: UTF8.self), default: 0] += count
    }
  }
}
