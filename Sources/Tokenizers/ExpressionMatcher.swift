/// Runs a compiled expression at one place of a text, going back where a way fails.
struct ExpressionMatcher {
  /// Where to go on when a way fails: at `instruction`, from `position` or, that failing too, from
  /// the scalars before it down to `floor`.
  private struct Way {
    let instruction: Int
    let position: Int
    let floor: Int
  }

  private let program: [ExpressionInstruction]

  /// How many more steps may be taken.
  ///
  /// Only an expression made to run forever needs more than the text's length asks for; its match
  /// then counts as none.
  private var stepLimit: Int

  init(program: [ExpressionInstruction], stepLimit: Int) {
    self.program = program
    self.stepLimit = stepLimit
  }

  /// Where the match that begins at `start` ends; nil where there is none.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - start: Where a scalar begins, or the end.
  ///   - first: The instruction to begin with.
  /// - Returns: The end of the first way that matches.
  mutating func matchEnd(_ text: Span<UInt8>, from start: Int, at first: Int = 0) -> Int? {
    var ways = [Way(instruction: first, position: start, floor: start)]
    while let way = ways.popLast() {
      if way.position > way.floor {
        let shorter = scalarStart(of: text, before: way.position)
        ways.append(
          Way(instruction: way.instruction, position: shorter, floor: way.floor))
      }
      if let end = follow(way, in: text, &ways) { return end }
    }
    return nil
  }

  /// Follows one way to its end, leaving others open.
  private mutating func follow(
    _ way: Way, in text: Span<UInt8>, _ ways: inout [Way]
  ) -> Int? {
    var instruction = way.instruction
    var position = way.position
    while stepLimit > 0 {
      stepLimit -= 1
      switch program[instruction] {
      case .accept: return position
      case .jump(let other): instruction = other
      case .fork(let first, let second):
        ways.append(Way(instruction: second, position: position, floor: position))
        instruction = first
      case .ahead(let isNegated, let end):
        let matches = matchEnd(text, from: position, at: instruction + 1) != nil
        guard matches != isNegated else { return nil }
        instruction = end
      case .atomic(let end):
        guard let matchEnd = matchEnd(text, from: position, at: instruction + 1) else {
          return nil
        }
        (position, instruction) = (matchEnd, end)
      case .run(let set, let bounds, let isPossessive):
        guard let (floor, end) = run(of: set, bounds, text, from: position) else { return nil }
        instruction += 1
        position = end
        if !isPossessive && end > floor {
          let shorter = scalarStart(of: text, before: end)
          ways.append(Way(instruction: instruction, position: shorter, floor: floor))
        }
      }
    }
    return nil
  }

  /// Where the shortest and the longest run of a set end.
  private func run(
    of set: ScalarSet, _ bounds: ClosedRange<Int>, _ text: Span<UInt8>, from start: Int
  ) -> (shortest: Int, longest: Int)? {
    var count = 0
    var index = start
    var shortest = start
    while count < bounds.upperBound && index < text.count {
      let (value, length) = scalar(of: text, at: index)
      guard set.contains(value) else { break }
      index += length
      count += 1
      if count == bounds.lowerBound { shortest = index }
    }
    return count >= bounds.lowerBound ? (shortest, index) : nil
  }
}
