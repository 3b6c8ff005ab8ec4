/// A kind of bracket.
public enum Bracket: UInt8, CaseIterable, Sendable {
  case round, square, curly, angle

  /// The bracket that opens, such as `(`.
  public var opening: Character { Character(Unicode.Scalar(openingByte)) }

  /// The bracket that closes, such as `)`.
  public var closing: Character { Character(Unicode.Scalar(closingByte)) }

  var openingByte: UInt8 {
    switch self {
    case .round: UInt8(ascii: "(")
    case .square: UInt8(ascii: "[")
    case .curly: UInt8(ascii: "{")
    case .angle: UInt8(ascii: "<")
    }
  }

  var closingByte: UInt8 {
    switch self {
    case .round: UInt8(ascii: ")")
    case .square: UInt8(ascii: "]")
    case .curly: UInt8(ascii: "}")
    case .angle: UInt8(ascii: ">")
    }
  }
}
