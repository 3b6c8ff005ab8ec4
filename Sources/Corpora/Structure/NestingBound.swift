/// A quick estimate of how deeply the HTML standard's parser will nest a page's elements.
///
/// Gumbo looks through all open elements at most tags, so that a page of a million nested elements
/// would take it hours. This stack follows the standard's rules for what closes what closely enough
/// that an ordinary page, however carelessly written, stays near its true depth, and a page made to
/// nest deeply does not look shallow.
struct NestingBound {
  private var stack: [PackedName] = []
  private var openParagraphCount = 0
  private var foreignCount = 0

  /// Finds the first start tag that nests beyond `maximumDepth`, or nil.
  static func firstTagBeyond(_ maximumDepth: Int, in source: [UInt8]) -> Int? {
    let tagCount = source.reduce(0) { $0 + ($1 == ASCII.less ? 1 : 0) }
    guard tagCount > maximumDepth else { return nil }
    var scanner = MarkupScanner(source)
    var bound = Self()
    while let piece = scanner.next() {
      let name = PackedName(hashing: source[piece.name])
      if piece.kind == .startTag {
        bound.start(name, isSelfClosing: scanner.isSelfClosing)
        if bound.stack.count > maximumDepth { return piece.range.lowerBound }
        if bound.foreignCount == 0 && Self.rawText.contains(name) {
          scanner.position = source.endOfRawText(named: source[piece.name], from: scanner.position)
        }
      } else if piece.kind == .endTag {
        bound.end(name)
      }
      scanner.isForeign = bound.foreignCount > 0
    }
    return nil
  }

  private mutating func start(_ name: PackedName, isSelfClosing: Bool) {
    if Self.void.contains(name) || (isSelfClosing && foreignCount > 0) { return }
    switch name {
    case Self.li: close(Self.li, upTo: Self.listStops)
    case Self.dd, Self.dt: close(Self.dd, or: Self.dt, upTo: Self.listStops)
    case Self.option where stack.last == name: pop(to: stack.count - 1)
    case .td, .th: close(.td, or: .th, upTo: Self.tables)
    case Self.tr: close(name, upTo: Self.tables)
    case Self.tbody, Self.thead, Self.tfoot: closeTableBody()
    default: break
    }
    if openParagraphCount > 0 && Self.closesParagraph.contains(name) {
      close(Self.p, upTo: Self.paragraphStops)
    }
    push(name)
  }

  private mutating func end(_ name: PackedName) {
    if name == .body || name == Self.html { return }
    if Self.tableParts.contains(name) {
      close(name, upTo: Self.tables)
    } else if name == .form || Self.formatting.contains(name) {
      // These end without what they contain.
      if let index = index(of: name, or: name, upTo: Self.barriers) { remove(at: index) }
    } else {
      close(name, upTo: Self.special.contains(name) ? Self.barriers : Self.special)
    }
  }

  private mutating func closeTableBody() {
    for name in [Self.tbody, Self.thead, Self.tfoot] { close(name, upTo: Self.tables) }
  }

  private mutating func close(
    _ name: PackedName, or other: PackedName? = nil, upTo stops: Set<PackedName>
  ) {
    if let index = index(of: name, or: other ?? name, upTo: stops) { pop(to: index) }
  }

  /// The place of the innermost element of two names, unless one of `stops` lies above it.
  private func index(
    of name: PackedName, or other: PackedName, upTo stops: Set<PackedName>
  ) -> Int? {
    for index in stack.indices.reversed() {
      if stack[index] == name || stack[index] == other { return index }
      if stops.contains(stack[index]) { return nil }
    }
    return nil
  }

  private mutating func push(_ name: PackedName) {
    stack.append(name)
    if name == Self.p { openParagraphCount += 1 }
    if Self.foreign.contains(name) { foreignCount += 1 }
  }

  private mutating func pop(to index: Int) {
    while stack.count > index { remove(at: stack.count - 1) }
  }

  private mutating func remove(at index: Int) {
    let name = stack.remove(at: index)
    if name == Self.p { openParagraphCount -= 1 }
    if Self.foreign.contains(name) { foreignCount -= 1 }
  }
}

extension [UInt8] {
  /// Where `</name` next stands as an end tag, in any case; the end when it does not.
  func endOfRawText(named name: ArraySlice<UInt8>, from start: Int) -> Int {
    var position = start
    while let less = firstIndex(of: ASCII.less, from: position) {
      position = less + 1
      let end = less + 2 + name.count
      guard end < count, self[less + 1] == ASCII.slash else { continue }
      let isSame = zip(self[(less + 2)..<end], name).allSatisfy { $0.lowercased == $1.lowercased }
      let follower = self[end]
      if isSame && (follower.isHTMLSpace || follower == ASCII.slash || follower == ASCII.greater) {
        return less
      }
    }
    return count
  }
}

extension PackedName {
  /// Packs a name in any case, a long one as a hash of it.
  fileprivate init(hashing name: ArraySlice<UInt8>) {
    if name.count <= 8 {
      self.init(lowercasing: name)
    } else {
      self.init(
        word: name.reduce(0xCBF2_9CE4_8422_2325) {
          ($0 ^ UInt64($1.lowercased)) &* 0x100_0000_01B3
        })
    }
  }
}
