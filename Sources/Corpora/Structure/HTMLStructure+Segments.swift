extension HTMLStructure {
  /// A stretch of a page in which nothing changes.
  public struct Segment: Equatable, Sendable {
    /// Where it stands, in bytes.
    public let range: Range<Int>

    /// What kind of markup it is.
    public let kind: Kind

    /// The number of open elements.
    public let depth: Int

    /// The name of the innermost open element, in small letters; nil outside of all.
    public let element: String?

    /// Where the start tag of the innermost open element begins.
    public let elementStart: Int?

    /// The name in the end tag that is expected next; nil where none is.
    ///
    /// It is that of the innermost open element that has an end tag in the source.
    public let closes: String?

    /// Where the start tag of the element that `closes` names begins.
    public let opener: Int?

    /// The end tag that is expected next.
    public var expectedCloser: String? { closes.map { "</\($0)>" } }
  }

  /// The number of segments.
  public var segmentCount: Int { entries.count }

  /// One of the segments, in the order of the page.
  public subscript(index: Int) -> Segment {
    let entry = entries[index]
    let end = index + 1 < entries.count ? Int(entries[index + 1].start) : byteCount
    let innermost = element(entry.innermost)
    let closing = element(entry.closing)
    return Segment(
      range: Int(entry.start)..<end, kind: entry.kind, depth: Int(entry.depth),
      element: innermost?.name, elementStart: innermost?.start, closes: closing?.name,
      opener: closing?.start)
  }

  /// The segment of the byte at `offset`, or at `byteCount` what is open at the end.
  ///
  /// - Complexity: O(log *segments*); see `walk()` for offsets in order.
  public func segment(at offset: Int) -> Segment { self[index(at: offset)] }

  /// The place of the segment of the byte at `offset`.
  public func index(at offset: Int) -> Int {
    precondition(
      offset >= 0 && offset <= byteCount, "HTMLStructure: offset \(offset) of \(byteCount)")
    var low = 0
    var high = entries.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(entries[middle].start) <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Starts a walk along the page.
  public func walk() -> Walk { Walk(structure: self) }

  /// A walk along a page, which finds the segments of offsets in order without a search.
  public struct Walk: Sendable {
    private let structure: HTMLStructure
    private var index = 0

    init(structure: HTMLStructure) { self.structure = structure }

    /// The segment of the byte at `offset`.
    public mutating func segment(at offset: Int) -> Segment { structure[index(at: offset)] }

    /// The place of the segment of the byte at `offset`.
    ///
    /// - Complexity: O(1) on the whole for offsets that do not fall.
    public mutating func index(at offset: Int) -> Int {
      if offset < Int(structure.entries[index].start) {
        index = structure.index(at: offset)
        return index
      }
      precondition(
        offset <= structure.byteCount, "HTMLStructure: offset \(offset) of \(structure.byteCount)")
      while index + 1 < structure.entries.count
        && Int(structure.entries[index + 1].start) <= offset
      {
        index += 1
      }
      return index
    }
  }

  private func element(_ index: Int32) -> Element? { index < 0 ? nil : elements[Int(index)] }
}
