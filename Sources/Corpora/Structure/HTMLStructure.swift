/// Where each byte of a page stands: how deep, in which element, in what kind of markup.
///
/// The page is cut into segments within which nothing changes. What holds at an offset holds once
/// the bytes before it have been read, and its kind is the kind of the byte that comes next:
///
/// - An element is open from the end of its start tag to the end of its end tag. One that is closed
///   by other markup (`<p>` by the next `<p>`) is open up to where that begins; one that the page
///   leaves open is open at the page's end too.
/// - What the parser adds counts nowhere: an implied `html`, `head`, `body` or `tbody`, and the
///   copies of formatting elements. Void elements and `<path/>` of SVG are never open.
/// - Elements need not nest in the source: in `<b>1<p>2</b>3</p>` both are open at `2`, and `p` is
///   the innermost, since its start tag is the later.
///
/// The parse is gumbo's, of the HTML standard; tags that it ignores (a second `<form>` within one)
/// open nothing. Two of its habits show: of elements without a place in the standard (`x-a`), an end
/// tag closes the innermost, whatever its name; and `</svg >`, with a blank, closes nothing.
public struct HTMLStructure: Sendable {
  /// What kind of markup a byte belongs to.
  public enum Kind: UInt8, Sendable {
    /// Text, that of scripts and styles too.
    case text
    /// A tag, without the values of its attributes.
    case tag
    /// The value of an attribute, without its quotes.
    case attributeValue
    case comment
    /// A doctype.
    case declaration
  }

  /// The page's length in bytes.
  public let byteCount: Int

  /// How many elements may be open at once before a page is refused.
  ///
  /// Real pages nest some 50 deep, and browsers cut off at 512.
  public static let maximumDepth = 4096

  let entries: [Entry]
  let elements: [Element]

  /// A segment, as it is kept; places in `elements`, or -1.
  struct Entry {
    let start: UInt32
    let depth: UInt32
    let innermost: Int32
    let closing: Int32
    let kind: Kind
  }

  /// An element that segments speak of.
  struct Element {
    let name: String
    let start: Int
  }

  /// Parses a page.
  ///
  /// - Parameters:
  ///   - html: A page.
  ///   - path: What an error calls it.
  /// - Throws: `CorpusError` with code `.tooDeep`, `.tooComplex` or `.tooLarge`.
  public init(of html: String, path: String = "page") throws(CorpusError) {
    try self.init(of: Array(html.utf8), path: path)
  }

  /// Parses a page in UTF-8.
  ///
  /// - Parameters:
  ///   - bytes: A page; what is no UTF-8 counts as text.
  ///   - path: What an error calls it.
  /// - Throws: `CorpusError` with code `.tooDeep`, `.tooComplex` or `.tooLarge`.
  public init(of bytes: [UInt8], path: String = "page") throws(CorpusError) {
    guard bytes.count < 1 << 31 else {
      throw CorpusError(
        code: .tooLarge, message: "expected less than 2 GB, found \(bytes.count) bytes", path: path)
    }
    let page = try PageReading(of: bytes, maximumDepth: Self.maximumDepth, path: path)
    (entries, elements) = SegmentBuilder.segments(of: bytes, page.elements, page.kinds)
    byteCount = bytes.count
  }
}
