@testable import Harvest

/// The brute-force reference of the labels, for pages whose tags all fit and where each `<` is one's.
///
/// Of each token it reads the whole text before it anew, byte by byte, and knows nothing of how
/// `Harvest` and `Corpora` do it.
struct PlainLabels {
  private let text: [Character]
  private let ends: [Int]

  /// Makes the reference of an ASCII text and its tokens' ends.
  init(_ text: String, ends: [Int]) {
    self.text = Array(text)
    self.ends = ends
  }

  /// The label of every token, by its name; nil where it has none.
  func values(_ name: String) -> [Float?] { ends.indices.map { value(name, $0) } }

  private func value(_ name: String, _ token: Int) -> Float? {
    let parts = name.split(separator: "=").map(String.init)
    let place = Place(text, end: ends[token])
    let rest = String(text[ends[token]...])
    let isLast = token == ends.count - 1
    switch parts[0] {
    case "html.close": return isLast ? nil : next(token).hasPrefix("</") ? 1 : 0
    case "html.closes": return rest.hasPrefix("</\(parts[1])>") ? 1 : 0
    case "html.depth": return Float(place.elements.count)
    case "html.distance": return place.elements.last.map { Float(token - tokenWith($0.start)) }
    case "html.tag", "html.expects": return place.elements.last?.name == parts[1] ? 1 : 0
    case "html.inAttribute": return place.isInValue && rest.first != "\"" ? 1 : 0
    case "html.inComment": return place.isInComment || rest.hasPrefix("<!--") ? 1 : 0
    case "html.inTag": return isTag(place, rest) ? 1 : 0
    case "html.inText":
      let isOther = place.isInComment || rest.hasPrefix("<!--") || place.isInValue
      return isOther || isTag(place, rest) ? 0 : 1
    case "bracket.depth": return Float(place.brackets.count)
    case "bracket.distance": return place.brackets.last.map { Float(token - tokenWith($0)) }
    case "bracket.open": return place.brackets.last.map { String(text[$0]) } == parts[1] ? 1 : 0
    case "bracket.close":
      guard !isLast else { return nil }
      let closers: [Character: Character] = ["(": ")", "[": "]", "{": "}"]
      return place.brackets.last.flatMap { closers[text[$0]] } == rest.first ? 1 : 0
    default: return nil
    }
  }

  private func isTag(_ place: Place, _ rest: String) -> Bool {
    if place.isInComment || rest.hasPrefix("<!--") { return false }
    return place.isInValue ? rest.first == "\"" : place.isInTag || rest.first == "<"
  }

  private func next(_ token: Int) -> String { String(text[ends[token]..<ends[token + 1]]) }

  private func tokenWith(_ offset: Int) -> Int { ends.firstIndex { $0 > offset } ?? 0 }
}

extension PlainLabels {
  /// What is open behind a text.
  private struct Place {
    var elements: [(name: String, start: Int)] = []
    var brackets: [Int] = []
    var isInTag = false
    var isInValue = false
    var isInComment = false

    init(_ text: [Character], end: Int) {
      var tagStart = 0
      for index in 0..<end {
        let character = text[index]
        if "([{".contains(character) { brackets.append(index) }
        closeBracket(character, text)
        if isInComment {
          isInComment = !String(text[...index]).hasSuffix("-->")
        } else if isInValue {
          isInValue = character != "\""
        } else if isInTag {
          if character == "\"" { isInValue = true }
          if character == ">" { endTag(tagStart, String(text[tagStart...index])) }
        } else if String(text[index...]).hasPrefix("<!--") {
          isInComment = true
        } else if character == "<" {
          (isInTag, tagStart) = (true, index)
        }
      }
    }

    private mutating func endTag(_ start: Int, _ tag: String) {
      isInTag = false
      if tag.hasPrefix("</") {
        elements.removeLast()
      } else if !tag.hasPrefix("<br") {
        elements.append((String(tag.dropFirst().prefix(while: \.isLetter)), start))
      }
    }

    private mutating func closeBracket(_ character: Character, _ text: [Character]) {
      let openers: [Character: Character] = [")": "(", "]": "[", "}": "{"]
      guard let opener = openers[character],
        let place = brackets.lastIndex(where: { text[$0] == opener })
      else { return }
      brackets.removeSubrange(place...)
    }
  }
}
