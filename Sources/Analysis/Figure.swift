/// A number of a result: written as a JSON number, or as null where it is NaN or infinite.
///
/// JSON has no word for either, so a result that holds one says why in its `warnings`. Null is read
/// back as NaN. Two NaNs are equal here, so that a result equals itself.
@propertyWrapper
public struct Figure: Codable, Hashable, Sendable {
  /// The number.
  public var wrappedValue: Double

  /// Makes a figure of a number.
  public init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

  /// Makes a figure of a number.
  public init(_ value: Double) { self.init(wrappedValue: value) }

  /// Makes a figure of an activation: the shortest decimal that reads back as the same float.
  public init(_ value: Float) { self.init(shortestDecimal(value)) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(container.decodeNil() ? .nan : try container.decode(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if wrappedValue.isFinite {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }

  public static func == (a: Figure, b: Figure) -> Bool {
    a.wrappedValue == b.wrappedValue || (a.wrappedValue.isNaN && b.wrappedValue.isNaN)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(wrappedValue.isNaN ? .nan : wrappedValue)
  }
}

/// The double whose shortest decimal is the float's own: 0.1 for `Float(0.1)`.
public func shortestDecimal(_ value: Float) -> Double { Double(value.description) ?? Double(value) }
