/// A piece of a page: markup that no text can have become a part of.
///
/// The names of elements and attributes are literals of this program; whatever else goes in is text,
/// and is escaped on its way. There is no way to make one of a string of markup at run time.
public struct HTML: Hashable, Sendable {
  /// The markup, well-formed and complete.
  public private(set) var markup: String

  /// Makes an empty piece.
  public init() { markup = "" }

  /// Makes a piece that shows the given text, and holds it unchanged.
  ///
  /// A carriage return is written as a reference, since a parser makes a line feed of a plain one; NUL,
  /// which no page can hold, becomes U+FFFD.
  public init(text: String) { markup = escaped(text) }

  /// Makes a piece of markup that is written out in this program.
  init(constant: StaticString) { markup = "\(constant)" }

  /// Makes a script element of text in which nothing can end it.
  init(escapedScript script: String, type: StaticString, id: StaticString?) {
    precondition(!script.utf8.contains(UInt8(ascii: "<")), "HTML: a script with an open bracket")
    let name = id.map { " id=\"\($0)\"" } ?? ""
    markup = "<script type=\"\(type)\"\(name)>\(script)</script>"
  }

  /// Puts one piece after another.
  public static func += (a: inout HTML, b: HTML) { a.markup += b.markup }

  /// Wraps a piece in an element.
  fileprivate init(_ name: StaticString, _ attributes: [Attribute], content: HTML?) {
    markup = "<\(name)"
    for attribute in attributes { markup += " \(attribute.name)=\"\(escaped(attribute.value))\"" }
    markup += ">"
    if let content { markup += "\(content.markup)</\(name)>" }
  }
}

/// An attribute of an element: a name of this program's and any text.
public struct Attribute: Hashable, Sendable {
  let name: String
  let value: String

  init(_ name: StaticString, _ value: String = "") {
    self.name = "\(name)"
    self.value = value
  }

  static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
  static func id(_ value: String) -> Attribute { Attribute("id", value) }

  /// A link to a place on the same page.
  static func link(to id: String) -> Attribute { Attribute("href", "#" + id) }

  /// A link to a page of this program's server; no other links are made.
  static func link(path: StaticString) -> Attribute { Attribute("href", "\(path)") }
}

/// An element with its attributes and content.
func element(
  _ name: StaticString, _ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }
) -> HTML {
  HTML(name, attributes.compactMap(\.self), content: content())
}

/// An element that has no content and no end tag, such as `input`.
func voidElement(_ name: StaticString, _ attributes: Attribute?...) -> HTML {
  HTML(name, attributes.compactMap(\.self), content: nil)
}

/// Text in which nothing is markup, inside an element or between double quotes.
private func escaped(_ text: String) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\r": result += "&#13;"
    case "\0": result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
