/// What a line of JSON says of a document.
///
/// | what | its member |
/// |---|---|
/// | page | `html`, or `article_body.html` as in Wikimedia Enterprise's dumps |
/// | text | `text`, or `content` as in collections of code |
/// | id | `id` or `identifier`, a string or a number |
/// | title | `title` or `name` |
/// | address | `url` |
///
/// Where a line has both a page and a text, the page is taken.
struct DocumentFields {
  private(set) var html: [UInt8]?
  private(set) var text: [UInt8]?
  private(set) var id: String?
  private(set) var title: String?
  private(set) var url: String?

  /// Reads a line.
  init(_ line: [UInt8]) throws(JSONScanner.Fault) {
    var scanner = JSONScanner(line)
    var fields = Self()
    try scanner.readObject { (scanner, name) throws(JSONScanner.Fault) in
      try fields.take(name, from: &scanner)
    }
    try scanner.finish()
    self = fields
  }

  private init() {}

  private mutating func take(
    _ name: [UInt8], from scanner: inout JSONScanner
  ) throws(JSONScanner.Fault) {
    let isString = try scanner.peek() == ASCII.quote
    switch String(decoding: name, as: UTF8.self) {
    case "html" where isString: html = try scanner.readString()
    case "text" where isString, "content" where isString: text = try scanner.readString()
    case "title" where isString, "name" where isString: title = try scanner.readText()
    case "url" where isString: url = try scanner.readText()
    case "id" where isString, "identifier" where isString: id = try scanner.readText()
    case "id", "identifier": try takeNumber(from: &scanner)
    case "article_body": try takeBody(from: &scanner)
    default: try scanner.skipValue()
    }
  }

  private mutating func takeNumber(from scanner: inout JSONScanner) throws(JSONScanner.Fault) {
    let byte = try scanner.peek()
    guard byte.isDigit || byte == ASCII.dash else { return try scanner.skipValue() }
    id = String(decoding: try scanner.readNumber(), as: UTF8.self)
  }

  private mutating func takeBody(from scanner: inout JSONScanner) throws(JSONScanner.Fault) {
    guard try scanner.peek() == UInt8(ascii: "{") else { return try scanner.skipValue() }
    var body: [UInt8]?
    try scanner.readObject { (scanner, name) throws(JSONScanner.Fault) in
      let isString = try scanner.peek() == ASCII.quote
      if isString && name == Self.html {
        body = try scanner.readString()
      } else {
        try scanner.skipValue()
      }
    }
    html = body ?? html
  }

  private static let html = Array("html".utf8)
}

extension JSONScanner {
  /// Reads a string as text; what is no UTF-8 in it becomes U+FFFD.
  fileprivate mutating func readText() throws(Fault) -> String {
    String(decoding: try readString(), as: UTF8.self)
  }
}
