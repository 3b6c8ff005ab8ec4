/// A text on its way to the model, which remembers where its bytes stood in the original.
struct AlignedText {
  /// The text as it is now, valid UTF-8.
  private(set) var bytes: [UInt8]

  /// For each boundary between bytes its place in the original; nil while nothing has changed.
  private var sources: [Int]?

  /// A text as it was given.
  init(_ text: String) { bytes = Array(text.utf8) }

  private init(bytes: [UInt8], sources: [Int]) {
    self.bytes = bytes
    self.sources = sources
  }

  /// The place in the original of a boundary between bytes.
  ///
  /// Where text was replaced, bytes of the old and the new are matched one to one from the first
  /// on; the last new byte takes what is left of the old, or the last ones take nothing.
  @inline(__always)
  func source(of boundary: Int) -> Int {
    guard let sources else { return boundary }
    return sources[boundary]
  }

  /// A range of this text as a range of the original.
  @inline(__always)
  func source(of range: Range<Int>) -> Range<Int> {
    source(of: range.lowerBound)..<source(of: range.upperBound)
  }

  /// A rewritten copy of parts of a text, made from left to right.
  struct Rewriting {
    private let old: AlignedText
    private var bytes: [UInt8] = []
    private var sources: [Int] = []

    init(of text: AlignedText) { old = text }

    /// Where the next byte goes.
    var count: Int { bytes.count }

    /// Takes a range over as it is.
    mutating func keep(_ range: Range<Int>) {
      bytes.append(contentsOf: old.bytes[range])
      for boundary in range { sources.append(old.source(of: boundary)) }
    }

    /// Puts other bytes in the place of a range.
    mutating func replace(_ range: Range<Int>, with replacement: some Collection<UInt8>) {
      bytes.append(contentsOf: replacement)
      for offset in 0..<replacement.count {
        let boundary = min(range.lowerBound + offset, range.upperBound)
        sources.append(old.source(of: boundary))
      }
    }

    /// The text, when the last range taken ended at `end` of the old.
    consuming func finish(at end: Int) -> AlignedText {
      sources.append(old.source(of: end))
      return AlignedText(bytes: bytes, sources: sources)
    }
  }
}
