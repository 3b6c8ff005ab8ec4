/// The metadata values of GGUF, as its specification numbers their types.
///
/// Source: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>.
enum GGUFValueType: UInt32 {
  case uint8, int8, uint16, int16, uint32, int32, float32, flag, text, array, uint64, int64
  case float64

  /// The fewest bytes that a value takes.
  var leastByteCount: Int {
    switch self {
    case .uint8, .int8, .flag: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64, .text: 8
    case .array: 12
    }
  }
}

extension ByteCursor {
  /// Reads a length and so many bytes of text.
  mutating func ggufText(_ what: String) throws(CheckpointError) -> String {
    let length = try take(UInt64.self, for: what)
    return text(try take(length, for: what))
  }

  /// Reads a value after its type.
  mutating func ggufValue(depth: Int = 0) throws(CheckpointError) -> MetadataValue {
    try ggufValue(of: try ggufValueType(), depth: depth)
  }

  private mutating func ggufValueType() throws(CheckpointError) -> GGUFValueType {
    let number = try take(UInt32.self, for: "a metadata type")
    guard let type = GGUFValueType(rawValue: number) else {
      throw error(
        .malformed, "expected a metadata type from 0 to 12, found \(number)", at: offset - 4)
    }
    return type
  }

  private mutating func ggufValue(
    of type: GGUFValueType, depth: Int
  ) throws(CheckpointError) -> MetadataValue {
    switch type {
    case .float32: .real(Double(try ggufFloat32()))
    case .float64: .real(try ggufFloat64())
    case .flag: .flag(try ggufFlag())
    case .text: .text(try ggufText("a metadata text"))
    case .array: try ggufArray(depth: depth + 1)
    default: try ggufInteger(of: type)
    }
  }

  private mutating func ggufFloat32() throws(CheckpointError) -> Float {
    Float(bitPattern: try take(UInt32.self, for: "a metadata number"))
  }

  private mutating func ggufFloat64() throws(CheckpointError) -> Double {
    Double(bitPattern: try take(UInt64.self, for: "a metadata number"))
  }

  private mutating func ggufFlag() throws(CheckpointError) -> Bool {
    try take(UInt8.self, for: "a metadata flag") != 0
  }

  private mutating func ggufInteger(
    of type: GGUFValueType
  ) throws(CheckpointError) -> MetadataValue {
    let what = "a metadata number"
    switch type {
    case .uint8: return .integer(Int(try take(UInt8.self, for: what)))
    case .int8: return .integer(Int(try take(Int8.self, for: what)))
    case .uint16: return .integer(Int(try take(UInt16.self, for: what)))
    case .int16: return .integer(Int(try take(Int16.self, for: what)))
    case .uint32: return .integer(Int(try take(UInt32.self, for: what)))
    case .int32: return .integer(Int(try take(Int32.self, for: what)))
    case .int64: return .integer(Int(try take(Int64.self, for: what)))
    default:
      let number = try take(UInt64.self, for: what)
      return Int(exactly: number).map { .integer($0) } ?? .unsigned(number)
    }
  }

  /// Reads an array: the type of its elements, their number, and so many of them.
  private mutating func ggufArray(depth: Int) throws(CheckpointError) -> MetadataValue {
    guard depth <= 8 else { throw error(.malformed, "metadata arrays are nested more than 8 deep") }
    let type = try ggufValueType()
    let length = try take(UInt64.self, for: "an array's length")
    guard length <= UInt64(remaining / type.leastByteCount) else {
      throw error(
        .truncated, "an array of \(length) elements does not fit the \(remaining) bytes left",
        at: offset - 8)
    }
    let count = Int(length)
    switch type {
    case .text:
      return .texts(
        try ggufElements(count) { (cursor) throws(CheckpointError) in
          try cursor.ggufText("a metadata text")
        })
    case .float32:
      return .reals(
        try ggufElements(count) { (cursor) throws(CheckpointError) in
          Double(try cursor.ggufFloat32())
        })
    case .float64:
      return .reals(
        try ggufElements(count) { (cursor) throws(CheckpointError) in try cursor.ggufFloat64() })
    case .flag:
      return .flags(
        try ggufElements(count) { (cursor) throws(CheckpointError) in try cursor.ggufFlag() })
    default:
      let values = try ggufElements(count) { (cursor) throws(CheckpointError) in
        try cursor.ggufValue(of: type, depth: depth)
      }
      let integers = values.compactMap(\.integerValue)
      return integers.count == values.count ? .integers(integers) : .list(values)
    }
  }

  private mutating func ggufElements<Element>(
    _ count: Int, _ element: (inout ByteCursor) throws(CheckpointError) -> Element
  ) throws(CheckpointError) -> [Element] {
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }
}
