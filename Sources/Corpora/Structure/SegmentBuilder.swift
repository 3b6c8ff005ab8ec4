/// Segments, made of where kinds of markup begin and where elements open and close.
struct SegmentBuilder {
  private var entries: [HTMLStructure.Entry] = []

  // The open elements by their places in `elements`, the latest last; those with an end tag again.
  private var open: [Int32] = []
  private var closable: [Int32] = []

  /// An element with the offsets from and to which it is open.
  private struct Span {
    let element: HTMLStructure.Element
    let opening: Int
    let closing: Int
    let hasEndTag: Bool
  }

  /// Cuts a page into segments.
  static func segments(
    of source: [UInt8], _ elements: [SourceElement], _ kinds: MarkupKinds
  ) -> (entries: [HTMLStructure.Entry], elements: [HTMLStructure.Element]) {
    var names = ElementNames()
    let spans = elements.compactMap { span(of: $0, in: source, &names) }
    var builder = Self()
    builder.build(spans, kinds.starts, byteCount: source.count)
    return (builder.entries, spans.map(\.element))
  }

  private static func span(
    of element: SourceElement, in source: [UInt8], _ names: inout ElementNames
  ) -> Span? {
    let name = names[element.name(in: source)]
    let closing: Int
    var hasEndTag = false
    switch element.end {
    case .tag(let range):
      hasEndTag = element.isNamed(in: range, of: source)
      closing = hasEndTag ? range.upperBound : range.lowerBound
    case .implied(let offset): closing = offset < source.count ? offset : .max
    case .unknown: closing = .max
    }
    // A void element ends where it begins.
    guard element.tagEnd <= closing, element.end.offset != element.start else { return nil }
    return Span(
      element: HTMLStructure.Element(name: name, start: element.start), opening: element.tagEnd,
      closing: closing, hasEndTag: hasEndTag)
  }

  private mutating func build(
    _ spans: [Span], _ kinds: [(start: Int, kind: HTMLStructure.Kind)], byteCount: Int
  ) {
    let closings = spans.indices.sorted {
      (spans[$0].closing, $1) < (spans[$1].closing, $0)
    }
    var nextClosing = 0
    var nextOpening = 0
    var nextKind = 0
    var kind = HTMLStructure.Kind.text
    var offset = 0
    while offset <= byteCount {
      while nextClosing < closings.count && spans[closings[nextClosing]].closing <= offset {
        close(Int32(closings[nextClosing]))
        nextClosing += 1
      }
      while nextOpening < spans.count && spans[nextOpening].opening <= offset {
        if spans[nextOpening].closing > offset { push(Int32(nextOpening), spans[nextOpening]) }
        nextOpening += 1
      }
      while nextKind < kinds.count && kinds[nextKind].start <= offset {
        kind = kinds[nextKind].kind
        nextKind += 1
      }
      append(offset, kind)
      offset = min(
        nextClosing < closings.count ? spans[closings[nextClosing]].closing : .max,
        nextOpening < spans.count ? spans[nextOpening].opening : .max,
        nextKind < kinds.count ? kinds[nextKind].start : .max)
    }
  }

  private mutating func push(_ index: Int32, _ span: Span) {
    open.append(index)
    if span.hasEndTag { closable.append(index) }
  }

  private mutating func close(_ index: Int32) {
    if let place = open.lastIndex(of: index) { open.remove(at: place) }
    if let place = closable.lastIndex(of: index) { closable.remove(at: place) }
  }

  private mutating func append(_ start: Int, _ kind: HTMLStructure.Kind) {
    let entry = HTMLStructure.Entry(
      start: UInt32(start), depth: UInt32(open.count), innermost: open.last ?? -1,
      closing: closable.last ?? -1, kind: kind)
    if let last = entries.last, last.depth == entry.depth, last.innermost == entry.innermost,
      last.closing == entry.closing, last.kind == entry.kind
    {
      return
    }
    entries.append(entry)
  }
}

/// The names of a page's elements in small letters, each kept once.
private struct ElementNames {
  // The first few, which are nearly all, are found faster one by one.
  private var few: [(packed: PackedName, name: String)] = []
  private var others: [[UInt8]: String] = [:]

  /// The name that these bytes write.
  subscript(written: ArraySlice<UInt8>) -> String {
    mutating get {
      let packed = PackedName(lowercasing: written)
      if packed.word != 0, let found = few.first(where: { $0.packed == packed }) {
        return found.name
      }
      let bytes = written.map(\.lowercased)
      let name = others[bytes] ?? String(decoding: bytes, as: UTF8.self)
      if packed.word != 0 && few.count < 64 {
        few.append((packed, name))
      } else {
        others[bytes] = name
      }
      return name
    }
  }
}
