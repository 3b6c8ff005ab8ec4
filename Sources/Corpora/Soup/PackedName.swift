/// A name of at most eight bytes, kept in one word.
///
/// Nearly every element and attribute that HTML's rules single out has so short a name; comparing
/// words makes those rules cheap. A longer name packs to zero, which equals no special name, and so
/// does one that begins with NUL.
struct PackedName: Hashable {
  let word: UInt64

  init(word: UInt64) { self.word = word }

  /// Packs the bytes of a name.
  init(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= 8, bytes.first != 0 else {
      word = 0
      return
    }
    word = bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Packs the bytes of a name with its letters made small.
  init(lowercasing bytes: ArraySlice<UInt8>) { self.init(bytes.lazy.map(\.lowercased)) }

  /// Packs a name written in the program.
  init(_ name: StaticString) {
    word = name.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  static let a = Self("a")
  static let area = Self("area")
  static let body = Self("body")
  static let footer = Self("footer")
  static let form = Self("form")
  static let head = Self("head")
  static let icon = Self("icon")
  static let iframe = Self("iframe")
  static let link = Self("link")
  static let meta = Self("meta")
  static let object = Self("object")
  static let output = Self("output")
  static let pre = Self("pre")
  static let script = Self("script")
  static let style = Self("style")
  static let td = Self("td")
  static let textarea = Self("textarea")
  static let th = Self("th")
  static let title = Self("title")
}

extension Set<PackedName> {
  /// The elements that never have content, as BeautifulSoup lists them.
  ///
  /// Source: `HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS` of bs4 4.15.
  static let void = names(
    "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image",
    "img", "input", "isindex", "keygen", "link", "menuitem", "meta", "nextid", "param", "source",
    "spacer", "track", "wbr")

  /// Packs names written in the program.
  static func names(_ names: StaticString...) -> Self { Set(names.map(PackedName.init)) }
}
