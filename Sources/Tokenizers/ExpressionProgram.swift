/// A step of a compiled expression.
enum ExpressionInstruction {
  /// Takes a run of scalars of a set; a greedy one may be made shorter later.
  case run(ScalarSet, ClosedRange<Int>, isPossessive: Bool)
  /// Goes on at the first place; if that fails, at the second.
  case fork(Int, Int)
  /// Goes on elsewhere.
  case jump(Int)
  /// Goes on at `end` if what follows here up to `accept` matches, or does not; takes nothing.
  case ahead(isNegated: Bool, end: Int)
  /// Goes on at `end` with what the steps up to `accept` match, and never looks for another way.
  case atomic(end: Int)
  /// Has matched.
  case accept
}

/// The most steps that an expression may have.
private let longestProgram = 10_000

/// The steps of an expression.
func compiled(_ node: ExpressionNode) throws(ExpressionError) -> [ExpressionInstruction] {
  var program: [ExpressionInstruction] = []
  try append(node, to: &program)
  program.append(.accept)
  return program
}

private func append(
  _ node: ExpressionNode, to program: inout [ExpressionInstruction]
) throws(ExpressionError) {
  guard program.count < longestProgram else { throw ExpressionError(message: "is too long") }
  switch node {
  case .set(let set): program.append(.run(set, 1...1, isPossessive: true))
  case .sequence(let nodes): for node in nodes { try append(node, to: &program) }
  case .choice(let nodes): try appendChoice(nodes[...], to: &program)
  case .ahead(let node, let isNegated):
    try appendPart(node, to: &program) { .ahead(isNegated: isNegated, end: $0) }
  case .atomic(let node): try appendPart(node, to: &program) { .atomic(end: $0) }
  case .repeated(.set(let set), let bounds, .greedy):
    program.append(.run(set, bounds, isPossessive: false))
  case .repeated(.set(let set), let bounds, .possessive):
    program.append(.run(set, bounds, isPossessive: true))
  case .repeated(let node, let bounds, .possessive):
    try append(.atomic(.repeated(node, bounds, .greedy)), to: &program)
  case .repeated(let node, let bounds, let repetition):
    try appendRepeat(node, bounds, isLazy: repetition == .lazy, to: &program)
  }
}

private func appendChoice(
  _ nodes: ArraySlice<ExpressionNode>, to program: inout [ExpressionInstruction]
) throws(ExpressionError) {
  var ends: [Int] = []
  for (index, node) in zip(nodes.indices, nodes) {
    let fork = program.count
    let isLast = index == nodes.endIndex - 1
    if !isLast { program.append(.jump(0)) }
    try append(node, to: &program)
    if isLast { break }
    ends.append(program.count)
    program.append(.jump(0))
    program[fork] = .fork(fork + 1, program.count)
  }
  for end in ends { program[end] = .jump(program.count) }
}

/// Appends a part that is matched by itself.
private func appendPart(
  _ node: ExpressionNode, to program: inout [ExpressionInstruction],
  _ instruction: (_ end: Int) -> ExpressionInstruction
) throws(ExpressionError) {
  let start = program.count
  program.append(.accept)
  try append(node, to: &program)
  program.append(.accept)
  program[start] = instruction(program.count)
}

private func appendRepeat(
  _ node: ExpressionNode, _ bounds: ClosedRange<Int>, isLazy: Bool,
  to program: inout [ExpressionInstruction]
) throws(ExpressionError) {
  for _ in 0..<bounds.lowerBound { try append(node, to: &program) }
  guard bounds.upperBound == ExpressionParser.unbounded else {
    var forks: [Int] = []
    for _ in bounds.lowerBound..<bounds.upperBound {
      forks.append(program.count)
      program.append(.accept)
      try append(node, to: &program)
    }
    for fork in forks { program[fork] = choice(fork + 1, program.count, isLazy: isLazy) }
    return
  }
  guard !canBeEmpty(node) else {
    throw ExpressionError(message: "repeats without end what may be empty")
  }
  let fork = program.count
  program.append(.accept)
  try append(node, to: &program)
  program.append(.jump(fork))
  program[fork] = choice(fork + 1, program.count, isLazy: isLazy)
}

private func choice(_ again: Int, _ after: Int, isLazy: Bool) -> ExpressionInstruction {
  isLazy ? .fork(after, again) : .fork(again, after)
}

private func canBeEmpty(_ node: ExpressionNode) -> Bool {
  switch node {
  case .set: false
  case .sequence(let nodes): nodes.allSatisfy(canBeEmpty)
  case .choice(let nodes): nodes.contains(where: canBeEmpty)
  case .repeated(let node, let bounds, _): bounds.lowerBound == 0 || canBeEmpty(node)
  case .ahead: true
  case .atomic(let node): canBeEmpty(node)
  }
}
