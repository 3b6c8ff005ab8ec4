/// An element whose start tag stands in the source.
struct SourceElement {
  /// How an element ends.
  enum End {
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
  let start: Int

  /// Where the start tag ends.
  let tagEnd: Int

  /// How the element ends.
  var end: End

  /// Whether it is of SVG or MathML.
  let isForeign: Bool

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

extension CorpusError {
  /// Makes an error about elements that are nested beyond a limit.
  static func tooDeep(_ limit: Int, _ path: String, _ offset: Int) -> Self {
    Self(
      code: .tooDeep,
      message: "expected at most \(limit) elements within each other, found one more here; "
        + "leave the page out", path: path, byteOffset: offset)
  }
}
