/// A set of Unicode scalars, as a regular expression's brackets describe it.
struct ScalarSet: Sendable {
  private var ranges: [ClosedRange<UInt32>] = []

  /// One bit for each general category whose scalars are in the set.
  private var categories: UInt32 = 0
  private var holdsWhiteSpace = false
  private var holdsAlphabetic = false
  private var parts: [ScalarSet] = []

  /// The set holds what it would not hold.
  var isNegated = false

  /// A scalar is in the set if it is in either case.
  var ignoresCase = false

  /// Every scalar but the line feed.
  static var dot: ScalarSet {
    var set = ScalarSet(0x0A)
    set.isNegated = true
    return set
  }

  /// The empty set.
  init() {}

  /// The set of one scalar.
  init(_ value: UInt32) { ranges = [value...value] }

  /// The set that a letter after a backslash stands for: `s`, `d`, `w`, or in upper case the rest.
  init?(letter: Unicode.Scalar) {
    switch letter {
    case "s", "S": holdsWhiteSpace = true
    case "d", "D": insert(category: "Nd")
    case "w", "W":
      holdsAlphabetic = true
      for name in ["M", "Nd", "Pc"] { insert(category: name) }
    default: return nil
    }
    isNegated = letter.properties.isUppercase
  }

  /// The set of a general category, such as `Lu`, or of all that begin with a letter, such as `L`.
  init?(category: String) { guard insert(category: category) else { return nil } }

  /// Adds a range.
  mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

  /// Adds another set.
  mutating func insert(_ set: ScalarSet) { parts.append(set) }

  @discardableResult
  private mutating func insert(category name: String) -> Bool {
    let bits = categoryNames.enumerated()
      .filter { $0.element == name || name.count == 1 && $0.element.hasPrefix(name) }
      .map { UInt32(1) << UInt32($0.offset) }
    categories = bits.reduce(categories, |)
    return !bits.isEmpty
  }

  /// Whether a scalar is in the set.
  func contains(_ value: UInt32) -> Bool {
    guard ignoresCase, let scalar = Unicode.Scalar(value) else { return holds(value) != isNegated }
    return cases(of: scalar).contains { holds($0.value) } != isNegated
  }

  private func holds(_ value: UInt32) -> Bool {
    if ranges.contains(where: { $0.contains(value) }) { return true }
    if parts.contains(where: { $0.contains(value) }) { return true }
    guard categories != 0 || holdsWhiteSpace || holdsAlphabetic,
      let properties = Unicode.Scalar(value)?.properties
    else { return false }
    return categories & (1 << categoryNumber(properties.generalCategory)) != 0
      || holdsWhiteSpace && properties.isWhitespace
      || holdsAlphabetic && properties.isAlphabetic
  }
}

/// A scalar in the cases that an expression takes for the same.
private func cases(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
  let upper = single(scalar.properties.uppercaseMapping) ?? scalar
  let lower = single(scalar.properties.lowercaseMapping) ?? scalar
  return [scalar, lower, upper, single(upper.properties.lowercaseMapping) ?? upper]
}

private func single(_ text: String) -> Unicode.Scalar? {
  text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
}

private let categoryNames = [
  "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi",
  "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
]

/// The place of a general category in `categoryNames`.
private func categoryNumber(_ category: Unicode.GeneralCategory) -> UInt32 {
  switch category {
  case .uppercaseLetter: 0
  case .lowercaseLetter: 1
  case .titlecaseLetter: 2
  case .modifierLetter: 3
  case .otherLetter: 4
  case .nonspacingMark: 5
  case .spacingMark: 6
  case .enclosingMark: 7
  case .decimalNumber: 8
  case .letterNumber: 9
  case .otherNumber: 10
  case .connectorPunctuation: 11
  case .dashPunctuation: 12
  case .openPunctuation: 13
  case .closePunctuation: 14
  case .initialPunctuation: 15
  case .finalPunctuation: 16
  case .otherPunctuation: 17
  case .mathSymbol: 18
  case .currencySymbol: 19
  case .modifierSymbol: 20
  case .otherSymbol: 21
  case .spaceSeparator: 22
  case .lineSeparator: 23
  case .paragraphSeparator: 24
  case .control: 25
  case .format: 26
  case .surrogate: 27
  case .privateUse: 28
  case .unassigned: 29
  @unknown default: 29
  }
}
