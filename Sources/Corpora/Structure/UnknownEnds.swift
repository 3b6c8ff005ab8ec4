/// The search for ends that the parser kept no note of.
///
/// Gumbo does not say where a `form` ends: an end tag of that name that no element claims is taken
/// for it.
struct UnknownEnds {
  private var claimed: Set<Int> = []
  private var waiting: [Int] = []
  private let isNeeded: Bool

  /// Notes which end tags, of the names in question, have an element.
  init(_ elements: [SourceElement], in source: [UInt8]) {
    var names: [PackedName] = []
    for element in elements {
      guard case .unknown = element.end else { continue }
      let name = PackedName(lowercasing: element.name(in: source))
      if !names.contains(name) { names.append(name) }
    }
    isNeeded = !names.isEmpty
    guard isNeeded else { return }
    for element in elements {
      guard case .tag(let range) = element.end,
        names.contains(PackedName(lowercasing: element.name(in: source))),
        element.isNamed(in: range, of: source)
      else { continue }
      claimed.insert(range.lowerBound)
    }
  }

  /// Finds the ends of elements, which stand in the order of the source, among a page's tags.
  static func resolve(
    _ elements: inout [SourceElement], among tags: [MarkupScanner.Piece], in source: [UInt8]
  ) {
    var ends = Self(elements, in: source)
    guard ends.isNeeded else { return }
    var next = 0
    for tag in tags {
      if tag.kind == .endTag {
        ends.claim(tag, in: source, &elements)
        continue
      }
      while next < elements.count && elements[next].start < tag.range.lowerBound { next += 1 }
      guard next < elements.count, elements[next].start == tag.range.lowerBound else { continue }
      if case .unknown = elements[next].end { ends.open(next) }
    }
  }

  /// Begins to look for the end of an element.
  mutating func open(_ element: Int) { waiting.append(element) }

  /// Gives an end tag that no element has to the innermost one that waits for it.
  mutating func claim(
    _ piece: MarkupScanner.Piece, in source: [UInt8], _ elements: inout [SourceElement]
  ) {
    guard !waiting.isEmpty, !claimed.contains(piece.range.lowerBound) else { return }
    let found = waiting.lastIndex { elements[$0].isNamed(in: piece.range, of: source) }
    guard let found else { return }
    elements[waiting[found]].end = .tag(piece.range)
    waiting.remove(at: found)
  }
}
