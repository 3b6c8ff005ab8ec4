/// What stands in the place of what is taken out, and by which way its absence is felt.
public struct AblationKind: Codable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// What stands in its place.
  public enum Replacement: String, Sendable, CaseIterable {
    case zero
    /// Its mean over all documents and positions.
    case mean
    /// Its values at random positions of the document before, in a circle.
    case resample
  }

  /// By which way its absence is felt.
  public enum Way: String, Sendable, CaseIterable {
    /// Everything behind is computed anew.
    case patched
    /// The logits alone lose what it adds to them; the last divisor stays.
    case direct
  }

  /// What stands in its place.
  public let replacement: Replacement

  /// By which way its absence is felt.
  public let way: Way

  /// Makes a kind.
  public init(_ replacement: Replacement, _ way: Way) {
    self.replacement = replacement
    self.way = way
  }

  /// Reads a kind by its name, `mean-direct`; nil when there is none of that name.
  public init?(_ name: String) {
    guard let kind = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = kind
  }

  public static let allCases = Replacement.allCases.flatMap { replacement in
    Way.allCases.map { AblationKind(replacement, $0) }
  }

  /// The four of the copy suppression study: zero and mean, patched and direct.
  public static let standard = allCases.filter { $0.replacement != .resample }

  public var description: String { "\(replacement.rawValue)-\(way.rawValue)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let kind = AblationKind(name) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no kind of ablation '\(name)'")
    }
    self = kind
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
