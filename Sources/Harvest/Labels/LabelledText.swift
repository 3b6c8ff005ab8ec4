import Corpora
public import Tokenizers

/// A text cut into tokens, of each of which labels can be asked.
///
/// A page is parsed once, however many labels are asked for.
public struct LabelledText {
  /// The text.
  let bytes: [UInt8]

  /// Where each token ends, in bytes.
  let ends: [Int]

  /// How the tokens stand in the page; nil where the page is one that no parser takes.
  private let places: [HTMLStructure.Segment]?

  private let brackets: [BracketStructure.Segment]
  private let angledBrackets: [BracketStructure.Segment]

  /// What there is to know for a set of labels.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - ends: Where each token ends; ascending.
  ///   - labels: The labels that will be asked for.
  public init(_ bytes: [UInt8], ends: [Int], for labels: some Sequence<Label>) {
    self.bytes = bytes
    self.ends = ends
    let needs = labels.reduce(into: Set<Need>()) { $0.formUnion(Need.needs(of: $1)) }
    places = needs.contains(.places) ? Self.places(in: bytes, ends) : []
    brackets =
      needs.contains(.brackets) ? Self.brackets(in: bytes, ends, [.round, .square, .curly]) : []
    angledBrackets =
      needs.contains(.angledBrackets) ? Self.brackets(in: bytes, ends, Bracket.allCases) : []
  }

  /// A text and its tokens.
  public init(_ text: String, _ tokens: [Token], for labels: some Sequence<Label>) {
    self.init(Array(text.utf8), ends: tokens.map(\.range.upperBound), for: labels)
  }

  /// The label of every token; NaN where it has none.
  ///
  /// None have: the last token, of what the next one is; tokens outside of all elements or
  /// brackets, of the distance to their opener; tokens of a page that no parser takes, of what
  /// stands where in it.
  public func values(_ label: Label) -> [Float] {
    switch label {
    case .html: [Float](repeating: isHTML ? 1 : 0, count: ends.count)
    case .htmlClose: nextTokens { self.bytes[$0].starts(with: Self.endTagOpening) }
    case .htmlCloses(let name): closes(Array("</\(name)".utf8))
    case .htmlDepth: placed { Float($0.depth) }
    case .htmlDistance: distances(places?.map(\.opener))
    case .htmlTag(let name): placed { $0.element == name ? 1 : 0 }
    case .htmlExpects(let name): placed { $0.closes == name ? 1 : 0 }
    case .htmlIn(let kind): placed { $0.kind == kind ? 1 : 0 }
    case .bracketDepth: brackets.map { Float($0.depth) }
    case .bracketDistance: distances(brackets.map(\.opener))
    case .bracketOpen(.angle): angledBrackets.map { $0.bracket == .angle ? 1 : 0 }
    case .bracketOpen(let bracket): brackets.map { $0.bracket == bracket ? 1 : 0 }
    case .bracketClose: closesBracket()
    case .properNoun: properNouns()
    }
  }

  private static let endTagOpening = Array("</".utf8)

  private func placed(_ value: (HTMLStructure.Segment) -> Float) -> [Float] {
    places?.map(value) ?? [Float](repeating: .nan, count: ends.count)
  }

  /// One or zero for each token, by the bytes of the next; the last has none.
  private func nextTokens(_ holds: (Range<Int>) -> Bool) -> [Float] {
    ends.indices.map { index in
      guard index + 1 < ends.count else { return .nan }
      return holds(ends[index]..<ends[index + 1]) ? 1 : 0
    }
  }

  private func closesBracket() -> [Float] {
    zip(brackets, nextTokens { !$0.isEmpty }).enumerated().map { index, entry in
      let (segment, hasNext) = entry
      guard hasNext == 1, let bracket = segment.bracket else { return hasNext * 0 }
      return bytes[ends[index]] == bracket.closing.asciiValue ? 1 : 0
    }
  }

  /// How many tokens before each the one stands that has the byte of its opener.
  private func distances(_ openers: [Int?]?) -> [Float] {
    guard let openers else { return [Float](repeating: .nan, count: ends.count) }
    return openers.enumerated().map { index, opener in
      guard let opener else { return .nan }
      return Float(index - ends.firstIndex(above: opener))
    }
  }

  /// Whether the text behind each token begins with an end tag's opening, and its name ends there.
  private func closes(_ opening: [UInt8]) -> [Float] {
    ends.map { end in
      let rest = bytes[end...]
      guard rest.prefix(opening.count).map(\.lowercasedASCII) == opening else { return 0 }
      guard let next = rest.dropFirst(opening.count).first else { return 1 }
      return next == UInt8(ascii: ">") || next == UInt8(ascii: " ") || next == UInt8(ascii: "\n")
        ? 1 : 0
    }
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

extension LabelledText {
  /// What has to be found in a text before a label can be told.
  private enum Need {
    case places, brackets, angledBrackets

    static func needs(of label: Label) -> Set<Need> {
      switch label {
      case .htmlDepth, .htmlDistance, .htmlTag, .htmlExpects, .htmlIn: [.places]
      case .bracketOpen(.angle): [.angledBrackets]
      case .bracketDepth, .bracketDistance, .bracketOpen, .bracketClose: [.brackets]
      case .html, .htmlClose, .htmlCloses, .properNoun: []
      }
    }
  }

  private static func places(in bytes: [UInt8], _ ends: [Int]) -> [HTMLStructure.Segment]? {
    guard let structure = try? HTMLStructure(of: bytes) else { return nil }
    var walk = structure.walk()
    return ends.map { walk.segment(at: $0) }
  }

  private static func brackets(
    in bytes: [UInt8], _ ends: [Int], _ kinds: [Bracket]
  ) -> [BracketStructure.Segment] {
    let structure = BracketStructure(of: bytes, brackets: kinds)
    var index = 0
    return ends.map { end in
      while index + 1 < structure.segmentCount && structure[index].range.upperBound <= end {
        index += 1
      }
      return structure[index]
    }
  }
}

extension [Int] {
  /// The first place in ascending numbers that is above `value`.
  fileprivate func firstIndex(above value: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] > value { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension UInt8 {
  fileprivate var lowercasedASCII: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
