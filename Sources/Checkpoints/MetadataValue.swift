/// A value that a file of weights gives to a key, beside its tensors.
public enum MetadataValue: Sendable, Equatable {
  /// A whole number of any width.
  case integer(Int)

  /// A whole number past `Int.max`.
  case unsigned(UInt64)

  /// A float32 or float64.
  case real(Double)

  case flag(Bool)
  case text(String)
  case integers([Int])
  case reals([Double])
  case flags([Bool])
  case texts([String])

  /// Any other array: of arrays, or of numbers past `Int.max`.
  case list([MetadataValue])

  /// The value where it is a whole number that fits `Int`.
  public var integerValue: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The value where it is a number.
  public var realValue: Double? {
    switch self {
    case .real(let value): value
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    default: nil
    }
  }

  /// The value where it is true or false.
  public var flagValue: Bool? { if case .flag(let value) = self { value } else { nil } }

  /// The value where it is a text.
  public var textValue: String? { if case .text(let value) = self { value } else { nil } }

  /// The value where it is an array of whole numbers.
  public var integerValues: [Int]? { if case .integers(let values) = self { values } else { nil } }

  /// The value where it is an array of numbers.
  public var realValues: [Double]? {
    if case .reals(let values) = self { values } else { integerValues?.map(Double.init) }
  }

  /// The value where it is an array of texts.
  public var textValues: [String]? { if case .texts(let values) = self { values } else { nil } }
}
