import Corpora
import Tokenizers

/// Finds where a text says what comes next.
struct QuestionFinder {
  let bytes: [UInt8]
  let tokens: [Token]
  let tokenizer: Tokenizer

  /// The questions of a measure; their positions are those of `tokens`.
  ///
  /// A page that no parser takes is asked nothing of its elements.
  func questions(_ measure: TaskMeasure) -> [TaskText.Question] {
    switch measure {
    case .htmlClose: htmlCloses()
    case .htmlTag: htmlTags()
    case .bracketClose: bracketCloses(measure) { .beginning($0) }
    case .bracketKind:
      bracketCloses(measure) { .beginningAmong($0, TaskMeasure.brackets.map(\.closingBytes)) }
    case .properNoun: properNouns()
    case .copySuppression: newWords()
    }
  }

  /// Places of a page's text at which no end tag begins; their right answer is that none does.
  func decoys(_ measure: TaskMeasure) -> [TaskText.Question] {
    guard measure == .htmlClose, let structure = try? HTMLStructure(of: bytes) else { return [] }
    return pairs { index, end, next in
      let place = structure.segment(at: end)
      guard place.kind == .text, !bytes[next].contains(UInt8(ascii: "<")) else { return nil }
      return TaskText.Question(
        measure: measure, position: index, rule: .notBeginning(Self.endTagOpening),
        depth: place.depth, distance: place.opener.map { distance(from: $0, to: index) },
        tag: place.closes, offset: end)
    }
  }

  private static let endTagOpening = Array("</".utf8)

  private func htmlCloses() -> [TaskText.Question] {
    guard let structure = try? HTMLStructure(of: bytes) else { return [] }
    return pairs { index, end, next in
      guard bytes[next].starts(with: Self.endTagOpening) else { return nil }
      return question(
        .htmlClose, index, .beginning(Self.endTagOpening), in: structure, at: end, endTagAt: end)
    }
  }

  private func htmlTags() -> [TaskText.Question] {
    guard let structure = try? HTMLStructure(of: bytes) else { return [] }
    return pairs { index, end, next in
      let start = end - Self.endTagOpening.count
      guard start >= 0, bytes[start..<end].elementsEqual(Self.endTagOpening) else { return nil }
      return question(
        .htmlTag, index, .token(tokens[index + 1].id), in: structure, at: end, endTagAt: start)
    }
  }

  /// A question about the end tag at an offset; nil where the page has something else there.
  private func question(
    _ measure: TaskMeasure, _ index: Int, _ rule: AnswerRule, in structure: HTMLStructure,
    at end: Int, endTagAt start: Int
  ) -> TaskText.Question? {
    let place = structure.segment(at: start)
    guard place.kind == .tag else { return nil }
    return TaskText.Question(
      measure: measure, position: index, rule: rule, depth: place.depth,
      distance: place.opener.map { distance(from: $0, to: index) }, tag: place.closes, offset: end)
  }

  private func bracketCloses(
    _ measure: TaskMeasure, _ rule: ([UInt8]) -> AnswerRule
  ) -> [TaskText.Question] {
    let structure = BracketStructure(of: bytes, brackets: TaskMeasure.brackets)
    return pairs { index, end, next in
      let place = structure.segment(at: end)
      guard let bracket = place.bracket, let opener = place.opener,
        bytes[next].starts(with: bracket.closingBytes)
      else { return nil }
      return TaskText.Question(
        measure: measure, position: index, rule: rule(bracket.closingBytes), depth: place.depth,
        distance: distance(from: opener, to: index), tag: String(bracket.opening), offset: end)
    }
  }

  private func properNouns() -> [TaskText.Question] {
    pairs { index, end, _ in
      guard let last = tokenizer.text(of: tokens[index].id).last, !".!?:".contains(last),
        isProperNoun(tokenizer.text(of: tokens[index + 1].id))
      else { return nil }
      return TaskText.Question(
        measure: .properNoun, position: index, rule: .properNoun, offset: end)
    }
  }

  /// Where a word of three letters or more comes for the first time; the words before it are wrong.
  private func newWords() -> [TaskText.Question] {
    let isWord = tokens.map { token in
      let text = tokenizer.text(of: token.id)
      return text.first == " " && text.count > 3 && text.dropFirst().allSatisfy(\.isLetter)
    }
    var seen: Set<Int> = []
    return pairs { index, end, _ in
      if isWord[index] { seen.insert(tokens[index].id) }
      let next = tokens[index + 1].id
      guard isWord[index + 1], !seen.contains(next), !seen.isEmpty else { return nil }
      return TaskText.Question(
        measure: .copySuppression, position: index, rule: .noneOf(seen), offset: end)
    }
  }

  /// What is made of each token but the last: its index, where it ends, and the next one's bytes.
  private func pairs(
    _ make: (Int, Int, Range<Int>) -> TaskText.Question?
  ) -> [TaskText.Question] {
    guard tokens.count >= 2 else { return [] }
    return (0..<tokens.count - 1).compactMap { index in
      let end = tokens[index].range.upperBound
      return make(index, end, end..<max(end, tokens[index + 1].range.upperBound))
    }
  }

  /// How many tokens before this one the one stands that has a byte.
  private func distance(from offset: Int, to index: Int) -> Int {
    var place = index
    while place > 0 && tokens[place].range.lowerBound > offset { place -= 1 }
    return index - place
  }
}

extension Bracket {
  /// The bracket that closes, in UTF-8.
  var closingBytes: [UInt8] { Array(String(closing).utf8) }
}
