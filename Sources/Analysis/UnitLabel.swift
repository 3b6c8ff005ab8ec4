/// What a row or column of a table is: a number, such as a layer or a position, or a name.
public enum UnitLabel: Codable, Hashable, Sendable, CustomStringConvertible {
  case index(Int)
  case name(String)

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self =
      if let index = try? container.decode(Int.self) {
        .index(index)
      } else {
        .name(try container.decode(String.self))
      }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .index(let index): try container.encode(index)
    case .name(let name): try container.encode(name)
    }
  }

  public var description: String {
    switch self {
    case .index(let index): "\(index)"
    case .name(let name): name
    }
  }
}
