/// What the patterns of byte-level tokenizers ask of a character.
///
/// The data are the standard library's, Unicode 17 in Swift 6.3. Hugging Face's tokenizers 0.23 have
/// Unicode 16, and so take the 4,657 letters and numbers that are new in 17 for `other`.
enum ScalarClass: UInt8 {
  /// None of the three below: marks, punctuation, symbols, controls, unassigned.
  case other
  /// `\p{L}`: general categories Lu, Ll, Lt, Lm, Lo.
  case letter
  /// `\p{N}`: general categories Nd, Nl, No.
  case number
  /// `\s`: the property White_Space.
  case space

  /// The class of a scalar by the standard library's Unicode data.
  init(of scalar: Unicode.Scalar) {
    let properties = scalar.properties
    if properties.isWhitespace {
      self = .space
      return
    }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      self = .letter
    case .decimalNumber, .letterNumber, .otherNumber: self = .number
    default: self = .other
    }
  }
}

/// The classes of the first 65,536 code points, so that common text needs no search.
struct ScalarClasses: Sendable {
  private let classes: [ScalarClass]

  /// Built at the first use, in about 3 ms.
  static let shared = ScalarClasses()

  private init() {
    classes = (0..<0x1_0000).map { value in
      Unicode.Scalar(UInt32(value)).map(ScalarClass.init) ?? .other
    }
  }

  /// The class of the scalar that begins at a byte of valid UTF-8, and how many bytes it takes.
  @inline(__always)
  func classify(_ text: Span<UInt8>, at index: Int) -> (class: ScalarClass, length: Int) {
    let (value, length) = scalar(of: text, at: index)
    if value < 0x1_0000 { return (classes[Int(value)], length) }
    return (Unicode.Scalar(value).map(ScalarClass.init) ?? .other, length)
  }

  /// Where the run of one class that begins at `start` ends; `start` where there is none.
  @inline(__always)
  func endOfRun(_ kind: ScalarClass, _ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count {
      let (found, length) = classify(text, at: index)
      if found != kind { break }
      index += length
    }
    return index
  }
}
