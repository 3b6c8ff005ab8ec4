import Activations
import Corpora
import Tokenizers

/// The harvested text of one document, put together from the tokens of its sequences.
struct DocumentTokens {
  /// The text's bytes.
  private(set) var bytes: [UInt8] = []

  /// Where each sequence's tokens of text begin in `ends`.
  private var starts: [Int] = []

  /// Where in `bytes` each token of text ends.
  private var ends: [Int] = []

  /// How many tokens at the beginning of each sequence are no text.
  private let prefixCount: Int

  /// Puts together the sequences of one document, in the order of its text.
  init(tokens: [[Int]], prefixCount: Int, tokenizer: Tokenizer) {
    self.prefixCount = prefixCount
    for sequence in tokens {
      starts.append(ends.count)
      for token in sequence.dropFirst(prefixCount) {
        bytes += tokenizer.bytes(of: token)
        ends.append(bytes.count)
      }
    }
  }

  /// The label of every token of every sequence; NaN where it has none.
  func labels(_ label: Label, path: String) throws -> [[Float]] {
    let values = try textLabels(label, path: path)
    return starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : ends.count
      return Array(repeating: .nan, count: prefixCount) + values[starts[index]..<end]
    }
  }

  private func textLabels(_ label: Label, path: String) throws -> [Float] {
    switch label {
    case .html: return ends.map { _ in isHTML ? 1 : 0 }
    case .htmlClose: return closeLabels()
    case .htmlCloses(let name):
      let closer = Array("</\(name)".utf8)
      return ends.map { closes(closer, at: $0) ? 1 : 0 }
    case .htmlDepth: return try structureLabels(path) { Float($0.depth) }
    case .htmlTag(let name): return try structureLabels(path) { $0.element == name ? 1 : 0 }
    case .htmlInAttribute:
      return try structureLabels(path) { $0.kind == .attributeValue ? 1 : 0 }
    case .htmlInText: return try structureLabels(path) { $0.kind == .text ? 1 : 0 }
    }
  }

  /// Whether the next token begins `</`; the last one of the document has no next.
  private func closeLabels() -> [Float] {
    let opener = Array("</".utf8)
    return ends.indices.map { index in
      guard index + 1 < ends.count else { return .nan }
      return bytes[ends[index]..<ends[index + 1]].starts(with: opener) ? 1 : 0
    }
  }

  private func structureLabels(
    _ path: String, _ value: (HTMLStructure.Segment) -> Float
  ) throws -> [Float] {
    let structure = try HTMLStructure(of: bytes, path: path)
    var walk = structure.walk()
    return ends.map { value(walk.segment(at: $0)) }
  }

  /// Whether the text at an offset begins with a closer's name and the name ends there.
  private func closes(_ closer: [UInt8], at offset: Int) -> Bool {
    let rest = bytes[offset...]
    guard rest.prefix(closer.count).map(lowercased) == closer else { return false }
    guard let next = rest.dropFirst(closer.count).first else { return true }
    return next == UInt8(ascii: ">") || next == UInt8(ascii: " ") || next == UInt8(ascii: "\n")
  }

  /// Whether a tag or a doctype stands at the text's beginning, behind blanks.
  private var isHTML: Bool {
    let visible = bytes.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    guard visible.first == UInt8(ascii: "<"), let next = visible.dropFirst().first else {
      return false
    }
    return next == UInt8(ascii: "!")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(next | 0x20)
  }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
