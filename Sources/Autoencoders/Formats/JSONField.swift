/// A value in another tool's JSON, whose keys differ from version to version.
enum JSONField: Codable, Equatable, Sendable {
  case null
  case flag(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  case list([JSONField])
  case object([String: JSONField])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Int.self) {
      self = .integer(number)
    } else if let number = try? container.decode(Double.self) {
      self = .real(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSONField].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSONField].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let flag): try container.encode(flag)
    case .integer(let number): try container.encode(number)
    case .real(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .object(let members): try container.encode(members)
    }
  }

  /// The text of a string.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The value of true or false.
  var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }

  /// A whole number, written with or without a point.
  var integer: Int? {
    switch self {
    case .integer(let number): number
    case .real(let number): Int(exactly: number)
    default: nil
    }
  }

  /// A number of any kind.
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number): number
    default: nil
    }
  }

  /// The member of an object.
  subscript(key: String) -> JSONField? {
    if case .object(let members) = self { members[key] } else { nil }
  }
}
