/// A part of a regular expression.
indirect enum ExpressionNode {
  /// How a repeat goes about its work.
  enum Repetition {
    /// As many as can be, then fewer.
    case greedy
    /// As few as can be, then more.
    case lazy
    /// As many as can be, and no fewer.
    case possessive
  }

  case set(ScalarSet)
  case sequence([ExpressionNode])
  case choice([ExpressionNode])
  case repeated(ExpressionNode, ClosedRange<Int>, Repetition)
  case ahead(ExpressionNode, isNegated: Bool)
  case atomic(ExpressionNode)
}

/// Parses a regular expression by recursive descent.
struct ExpressionParser {
  /// No bound to a repeat.
  static let unbounded = Int.max

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  private var ignoresCase = false

  init(_ source: String) { scalars = Array(source.unicodeScalars) }

  /// The whole expression.
  mutating func parse() throws(ExpressionError) -> ExpressionNode {
    let node = try parseChoice()
    if index < scalars.count { throw ExpressionError(message: "has a ) too many") }
    return node
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func skip(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  private mutating func take() throws(ExpressionError) -> Unicode.Scalar {
    guard let scalar = next else { throw ExpressionError(message: "ends too early") }
    index += 1
    return scalar
  }

  private mutating func parseChoice() throws(ExpressionError) -> ExpressionNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 32 else { throw ExpressionError(message: "nests groups too deep") }
    let outerIgnoresCase = ignoresCase
    defer { ignoresCase = outerIgnoresCase }
    var branches = [try parseSequence()]
    while skip("|") { branches.append(try parseSequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func parseSequence() throws(ExpressionError) -> ExpressionNode {
    var nodes: [ExpressionNode] = []
    while let scalar = next, scalar != "|" && scalar != ")" {
      if skip("(?i)") {
        ignoresCase = true
      } else {
        nodes.append(try parseRepeats(of: try parseAtom()))
      }
    }
    return .sequence(nodes)
  }

  // MARK: Repeats

  private mutating func parseRepeats(
    of atom: ExpressionNode
  ) throws(ExpressionError) -> ExpressionNode {
    guard let bounds = try parseBounds() else { return atom }
    let repetition: ExpressionNode.Repetition =
      skip("?") ? .lazy : skip("+") ? .possessive : .greedy
    return try parseRepeats(of: .repeated(atom, bounds, repetition))
  }

  private mutating func parseBounds() throws(ExpressionError) -> ClosedRange<Int>? {
    if skip("?") { return 0...1 }
    if skip("*") { return 0...Self.unbounded }
    if skip("+") { return 1...Self.unbounded }
    guard next == "{" else { return nil }
    index += 1
    let lower = parseCount()
    let hasComma = skip(",")
    let upper = hasComma ? parseCount() ?? Self.unbounded : lower
    guard skip("}"), let upper, lower != nil || hasComma, lower ?? 0 <= upper else {
      throw ExpressionError(message: "has a { that begins no repeat")
    }
    return (lower ?? 0)...upper
  }

  private mutating func parseCount() -> Int? {
    var count: Int?
    while let digit = next?.properties.numericType == .decimal ? next?.value : nil,
      (0x30...0x39).contains(digit)
    {
      count = min((count ?? 0) * 10 + Int(digit - 0x30), 1_000_000)
      index += 1
    }
    return count
  }

  // MARK: Atoms

  private mutating func parseAtom() throws(ExpressionError) -> ExpressionNode {
    switch try take() {
    case "(": return try parseGroup()
    case "[": return .set(try parseBrackets())
    case ".": return .set(.dot)
    case "\\": return .set(cased(try parseEscape()))
    case let scalar where "^$*+?{".unicodeScalars.contains(scalar):
      throw ExpressionError(message: "has a \(scalar) in a place that is not known here")
    case let scalar: return .set(cased(ScalarSet(scalar.value)))
    }
  }

  private func cased(_ set: ScalarSet) -> ScalarSet {
    var set = set
    set.ignoresCase = ignoresCase
    return set
  }

  private mutating func parseGroup() throws(ExpressionError) -> ExpressionNode {
    let outerIgnoresCase = ignoresCase
    defer { ignoresCase = outerIgnoresCase }
    if skip("?!") { return .ahead(try parseGroupEnd(), isNegated: true) }
    if skip("?=") { return .ahead(try parseGroupEnd(), isNegated: false) }
    if skip("?>") { return .atomic(try parseGroupEnd()) }
    if skip("?i:") {
      ignoresCase = true
    } else if !skip("?:") && next == "?" {
      throw ExpressionError(message: "has a group of a kind that is not known here")
    }
    return try parseGroupEnd()
  }

  private mutating func parseGroupEnd() throws(ExpressionError) -> ExpressionNode {
    let node = try parseChoice()
    guard skip(")") else { throw ExpressionError(message: "has a ( that does not end") }
    return node
  }

  // MARK: Sets

  private mutating func parseBrackets() throws(ExpressionError) -> ScalarSet {
    var set = cased(ScalarSet())
    set.isNegated = skip("^")
    var isFirst = true
    while isFirst || next != "]" {
      isFirst = false
      let first = try take()
      if first == "[" || first == "&" && next == "&" {
        throw ExpressionError(message: "has a set in a set, which is not known here")
      }
      let part = first == "\\" ? try parseEscape() : ScalarSet(first.value)
      let value = first == "\\" ? literalValue : first.value
      if let value, next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
        index += 1
        set.insert(try parseRange(from: value))
      } else {
        set.insert(part)
      }
    }
    index += 1
    return set
  }

  private mutating func parseRange(
    from first: UInt32
  ) throws(ExpressionError) -> ClosedRange<UInt32> {
    let scalar = try take()
    var last: UInt32? = scalar.value
    if scalar == "\\" {
      _ = try parseEscape()
      last = literalValue
    }
    guard let last, first <= last else {
      throw ExpressionError(message: "has a range that ends before it begins")
    }
    return first...last
  }

  /// The scalar that the last escape stands for, if it stands for one.
  private var literalValue: UInt32?

  private mutating func parseEscape() throws(ExpressionError) -> ScalarSet {
    let letter = try take()
    literalValue = nil
    if let set = ScalarSet(letter: letter) { return set }
    switch letter {
    case "p", "P": return try parseProperty(isNegated: letter == "P")
    case "n": return literal(0x0A)
    case "r": return literal(0x0D)
    case "t": return literal(0x09)
    case "f": return literal(0x0C)
    case "v": return literal(0x0B)
    case "x": return literal(try parseHexadecimal(digits: 2))
    case "u": return literal(try parseHexadecimal(digits: 4))
    default:
      guard !letter.properties.isAlphabetic && letter.properties.numericType == nil else {
        throw ExpressionError(message: "has a \\\(letter), which is not known here")
      }
      return literal(letter.value)
    }
  }

  private mutating func literal(_ value: UInt32) -> ScalarSet {
    literalValue = value
    return ScalarSet(value)
  }

  private mutating func parseProperty(isNegated: Bool) throws(ExpressionError) -> ScalarSet {
    var name = String(try take())
    if name == "{" {
      name = ""
      while let scalar = next, scalar != "}" {
        name.unicodeScalars.append(scalar)
        index += 1
      }
      guard skip("}") else { throw ExpressionError(message: "has a { that does not end") }
    }
    let isInverted = name.hasPrefix("^")
    guard var set = ScalarSet(category: isInverted ? String(name.dropFirst()) : name) else {
      throw ExpressionError(message: "has the property \(quoted(name)), which is not known here")
    }
    set.isNegated = isNegated != isInverted
    return set
  }

  private mutating func parseHexadecimal(digits: Int) throws(ExpressionError) -> UInt32 {
    let isBraced = skip("{")
    var value: UInt32 = 0
    var count = 0
    while count < (isBraced ? 6 : digits), let scalar = next,
      let digit = Character(scalar).hexDigitValue
    {
      value = value << 4 | UInt32(digit)
      index += 1
      count += 1
    }
    guard count > 0, !isBraced || skip("}") else {
      throw ExpressionError(message: "has a number that does not end")
    }
    return value
  }
}
