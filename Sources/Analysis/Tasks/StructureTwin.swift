import Corpora

/// How a twin is made of a text that breaks off: what is open at its end is changed where it opens,
/// and the structure oracle confirms what that makes of the end.
public enum StructureTwin: String, Codable, Hashable, Sendable, CaseIterable {
  /// Another name in the start tag of the element that `</` at the text's end is to close.
  case renamedElement = "renamed-element"
  /// Round or square brackets for those of the start tag, so that no element opens there.
  case unopenedElement = "unopened-element"
  /// Another bracket in the place of the one that is to be closed.
  case otherBracket = "other-bracket"
  /// A mark in the place of the bracket that is to be closed, so that none opens there.
  case unopenedBracket = "unopened-bracket"

  /// A twin.
  public struct Twin: Hashable, Sendable {
    /// Its text.
    public var text: String

    /// The answers that are right behind it; none where nothing in particular is.
    public var right: [String]
  }

  /// Twins of a text, the likest first; they may differ from it in their number of tokens.
  ///
  /// - Parameter text: A text that ends where the answer begins.
  /// - Returns: The twins whose end is as it should be; none of a text with nothing open.
  public func twins(of text: String) -> [Twin] {
    let bytes = Array(text.utf8)
    return switch self {
    case .renamedElement: Self.renamedElements(bytes)
    case .unopenedElement: Self.unopenedElements(bytes)
    case .otherBracket: Self.brackets(bytes, instead: TaskMeasure.brackets.map(\.openingBytes))
    case .unopenedBracket:
      Self.brackets(bytes, instead: [",", ".", " ", "-"].map { Array($0.utf8) })
    }
  }
}

extension StructureTwin {
  private static func renamedElements(_ bytes: [UInt8]) -> [Twin] {
    guard bytes.suffix(2).elementsEqual("</".utf8) else { return [] }
    let end = bytes.count - 2
    guard let place = place(in: bytes, at: end), let name = place.element,
      let start = place.elementStart
    else { return [] }
    return names(like: name).compactMap { other in
      var twin = bytes
      twin.replaceSubrange(start + 1..<start + 1 + name.utf8.count, with: other.utf8)
      let found = self.place(in: twin, at: twin.count - 2)
      guard found?.element == other, found?.elementStart == start, found?.depth == place.depth
      else { return nil }
      return Twin(text: String(decoding: twin, as: UTF8.self), right: [other])
    }
  }

  private static func unopenedElements(_ bytes: [UInt8]) -> [Twin] {
    guard let place = place(in: bytes, at: bytes.count), let start = place.elementStart,
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
    else { return [] }
    return ["()", "[]", "{}"].map { Array($0.utf8) }.compactMap { marks in
      var twin = bytes
      twin[start] = marks[0]
      twin[end] = marks[1]
      guard self.place(in: twin, at: twin.count)?.depth == place.depth - 1 else { return nil }
      return Twin(text: String(decoding: twin, as: UTF8.self), right: [])
    }
  }

  private static func brackets(_ bytes: [UInt8], instead others: [[UInt8]]) -> [Twin] {
    let place = BracketStructure(of: bytes, brackets: TaskMeasure.brackets)
      .segment(at: bytes.count)
    guard let opener = place.opener, let bracket = place.bracket else { return [] }
    return others.filter { $0 != bracket.openingBytes }.compactMap { other in
      var twin = bytes
      twin.replaceSubrange(opener...opener, with: other)
      let found = BracketStructure(of: twin, brackets: TaskMeasure.brackets)
        .segment(at: twin.count)
      let text = String(decoding: twin, as: UTF8.self)
      if found.opener == opener, let new = found.bracket {
        return Twin(text: text, right: [String(new.closing)])
      }
      return found.depth == place.depth - 1 ? Twin(text: text, right: []) : nil
    }
  }

  /// What is open at an offset of a page that breaks off.
  private static func place(in bytes: [UInt8], at offset: Int) -> HTMLStructure.Segment? {
    guard let structure = try? HTMLStructure(of: bytes) else { return nil }
    return structure.segment(at: offset)
  }

  /// Names that may stand for another: those of its kind first, from the one behind it on.
  private static func names(like name: String) -> [String] {
    let kind = kinds.first { $0.contains(name) } ?? []
    let place = kind.firstIndex(of: name).map { $0 + 1 } ?? 0
    let near = Array(kind[place...]) + Array(kind[..<place])
    let others = kinds.joined().filter { !kind.contains($0) }
    return (near + others).filter { $0 != name }
  }

  private static let kinds = [
    ["ul", "ol", "dl", "div", "section", "article", "table", "p", "h2", "h3", "h4", "pre"],
    ["b", "i", "u", "s", "q", "em", "strong", "span", "a", "code", "cite", "sup", "sub", "small"],
    ["td", "th"], ["li", "dt", "dd"], ["tr", "tbody", "thead"], ["select", "option"],
  ]
}

extension Bracket {
  /// The bracket that opens, in UTF-8.
  var openingBytes: [UInt8] { Array(String(opening).utf8) }
}
