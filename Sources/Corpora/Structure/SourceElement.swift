/// An element whose start tag stands in the source.
struct SourceElement: Equatable {
  /// How an element ends.
  enum End: Equatable {
    /// At an end tag; whether it bears the element's own name is to be seen.
    case tag(Range<Int>)
    /// Before the markup at an offset, which closes it without naming it; or at the page's end.
    case implied(Int)
    /// The parser took it from among the open ones without a note of where.
    case unknown

    /// Where the content ends, as far as it is known.
    var offset: Int {
      switch self {
      case .tag(let range): range.lowerBound
      case .implied(let offset): offset
      case .unknown: -1
      }
    }
  }

  /// Where the start tag begins.
  private(set) var start: Int

  /// Where the start tag ends.
  private(set) var tagEnd: Int

  /// How the element ends.
  var end: End

  /// Whether it is of SVG or MathML.
  let isForeign: Bool

  /// Puts the element where `offsets` leads from where it stands.
  mutating func move(by offsets: [UInt32]) {
    start = Int(offsets[start])
    tagEnd = Int(offsets[tagEnd])
    switch end {
    case .tag(let range):
      end = .tag(Int(offsets[range.lowerBound])..<Int(offsets[range.upperBound]))
    case .implied(let offset): end = .implied(Int(offsets[offset]))
    case .unknown: break
    }
  }

  /// Puts elements in the order of the source, and makes one of each with its clones.
  ///
  /// Gumbo, as the standard asks, makes a formatting element anew where its block was closed before
  /// it: in `<p><b>x<p>y</b>` there are two `b`, with one start tag. It is open up to the last end.
  static func merged(_ elements: [Self]) -> [Self] {
    var merged: [Self] = []
    for element in elements.sorted(by: { $0.start < $1.start }) {
      guard let last = merged.last, last.start == element.start else {
        merged.append(element)
        continue
      }
      if element.end.offset > last.end.offset { merged[merged.count - 1].end = element.end }
    }
    return merged
  }
}

extension SourceElement {
  /// The name in the start tag.
  func name(in source: [UInt8]) -> ArraySlice<UInt8> {
    source[(start + 1)..<tagEnd].prefix {
      !$0.isHTMLSpace && $0 != ASCII.slash && $0 != ASCII.greater
    }
  }

  /// Whether an end tag bears the element's name, in any case.
  func isNamed(in endTag: Range<Int>, of source: [UInt8]) -> Bool {
    let name = name(in: source)
    let start = endTag.lowerBound + 2
    guard start + name.count < endTag.upperBound else { return false }
    let found = source[start..<(start + name.count)]
    let follower = source[start + name.count]
    return (follower.isHTMLSpace || follower == ASCII.slash || follower == ASCII.greater)
      && zip(found, name).allSatisfy { $0.lowercased == $1.lowercased }
  }
}

extension CorpusError {
  /// Makes an error about elements that are nested beyond a limit.
  static func tooDeep(_ limit: Int, _ path: String, _ offset: Int) -> Self {
    Self(
      code: .tooDeep,
      message: "expected at most \(limit) elements within each other, found one more here; "
        + "leave the page out", path: path, byteOffset: offset)
  }
}
