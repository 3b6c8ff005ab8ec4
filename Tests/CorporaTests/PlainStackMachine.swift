@testable import Corpora

/// The brute-force reference for well-formed pages: a stack of names, and one state for each byte.
struct PlainStackMachine {
  /// What holds at one byte.
  struct State: Equatable {
    var depth: Int
    var element: String?
    var closer: String?
    var opener: Int?
    var kind: HTMLStructure.Kind
  }

  private let bytes: [UInt8]
  private var index = 0
  private var stack: [(name: String, start: Int)] = []
  private(set) var states: [State] = []

  /// The states of a page's bytes, and one more for its end.
  static func states(of html: String) -> [State] {
    var machine = Self(bytes: Array(html.utf8))
    while machine.index < machine.bytes.count { machine.step() }
    machine.record(.text)
    return machine.states
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func step() {
    let raw = stack.last.map { ["script", "style", "title"].contains($0.name) } ?? false
    let isForeign = stack.contains { $0.name == "svg" }
    if isForeign && has("<![CDATA[") {
      take(.text, through: "]]>")
    } else if raw && !isForeign && !has("</\(stack.last?.name ?? "")") {
      take(.text)
    } else if has("<!--") {
      take(.comment, through: "-->")
    } else if has("<!") {
      take(.declaration, through: ">")
    } else if has("</") {
      takeEndTag()
    } else if bytes[index] == UInt8(ascii: "<"), index + 1 < bytes.count, bytes[index + 1].isLetter
    {
      takeStartTag()
    } else {
      take(.text)
    }
  }

  private mutating func takeEndTag() {
    take(.tag, through: ">")
    stack.removeLast()
  }

  private mutating func takeStartTag() {
    let start = index
    take(.tag)
    let name = String(decoding: bytes[index...].prefix { $0.isLetter || $0 == 0x2D }, as: UTF8.self)
    for _ in name.utf8 { take(.tag) }
    while bytes[index] != UInt8(ascii: ">") {
      let isValue = bytes[index] == UInt8(ascii: "=")
      take(.tag)
      if isValue { takeValue() }
    }
    let isEmpty = ["br", "hr", "img", "path"].contains(name)
    take(.tag)
    if !isEmpty { stack.append((name.lowercased(), start)) }
  }

  private mutating func takeValue() {
    while bytes[index] == UInt8(ascii: " ") { take(.tag) }
    let mark = bytes[index]
    if mark == UInt8(ascii: "'") || mark == UInt8(ascii: "\"") {
      take(.tag)
      while bytes[index] != mark { take(.attributeValue) }
      take(.tag)
    } else {
      while bytes[index] != UInt8(ascii: ">") && !bytes[index].isHTMLSpace { take(.attributeValue) }
    }
  }

  private func has(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  private mutating func take(_ kind: HTMLStructure.Kind, through end: String) {
    while !has(end) { take(kind) }
    for _ in end.utf8 { take(kind) }
  }

  private mutating func take(_ kind: HTMLStructure.Kind) {
    record(kind)
    index += 1
  }

  private mutating func record(_ kind: HTMLStructure.Kind) {
    states.append(
      State(
        depth: stack.count, element: stack.last?.name, closer: stack.last.map { "</\($0.name)>" },
        opener: stack.last?.start, kind: kind))
  }
}
