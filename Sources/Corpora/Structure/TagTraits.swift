/// What a tag's name asks of whoever shortens a page.
struct TagTraits: OptionSet {
  let rawValue: UInt8

  /// The tree depends on its attributes.
  static let keepsAttributes = Self(rawValue: 1)

  /// What follows is text up to its end tag.
  static let holdsRawText = Self(rawValue: 2)

  /// Nothing behind it is sure.
  static let endsMarkup = Self(rawValue: 4)

  /// With text alone between it and its end tag, it leaves the parser where it was.
  static let isPhrase = Self(rawValue: 8)

  /// It does to the parser what a letter of text does.
  static let isTextual = Self(rawValue: 16)

  /// Within it, other rules hold for what phrases do.
  static let isBarrier = Self(rawValue: 32)

  /// The traits of a name in small letters.
  static func of(_ name: PackedName) -> Self {
    // A longer name may be that of `annotation-xml`, whose attributes count.
    name.word == 0 ? .keepsAttributes : Self(rawValue: table[name])
  }

  private static let table = NameTable(byName.mapValues(\.rawValue))

  /// `a` and `nobr` may lose their attributes, which otherwise tell formatting elements apart when
  /// three of a kind are open at once: of these two at most one is.
  private static let byName: [PackedName: Self] = {
    var traits: [PackedName: Self] = [:]
    func give(_ trait: Self, _ names: Set<PackedName>) {
      for name in names { traits[name, default: []].insert(trait) }
    }
    let formatting = NestingBound.formatting.subtracting([.a, PackedName("nobr")])
    give(.keepsAttributes, formatting.union(Set.names("input", "isindex")))
    give(.holdsRawText, NestingBound.rawText)
    give(.endsMarkup, Set.names("frameset", "plaintext"))
    give(.isPhrase, formatting.union(phrases))
    give(.isTextual, Set.names("br", "img", "wbr"))
    give(.isBarrier, NestingBound.foreign.union(Set.names("select", "template")))
    return traits
  }()

  private static let phrases = Set.names(
    "a", "abbr", "cite", "del", "dfn", "ins", "kbd", "label", "q", "samp", "span", "sub", "sup",
    "var")
}
