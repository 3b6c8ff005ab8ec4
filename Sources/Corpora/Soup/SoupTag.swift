/// A start tag: its name and attributes, decoded, in one buffer that is used again for the next.
struct SoupTag {
  /// One attribute, as places in the buffer.
  struct Attribute {
    let name: Range<Int>
    let value: Range<Int>
  }

  /// The name, then the attributes' names and values.
  private(set) var bytes: [UInt8] = []

  /// Where the name ends in the buffer.
  private(set) var nameEnd = 0

  /// The name in one word.
  private(set) var packedName = PackedName("")

  /// The attributes; after `sortAttributes()` in the order of their names, each name once.
  private(set) var attributes: [Attribute] = []

  /// The element's name in small letters.
  var name: ArraySlice<UInt8> { bytes[0..<nameEnd] }

  /// Starts a new tag.
  mutating func reset(name: ArraySlice<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    appendLowercased(name)
    nameEnd = bytes.count
    packedName = PackedName(bytes)
  }

  /// Adds an attribute, its value with references decoded.
  mutating func append(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
    let start = bytes.count
    appendLowercased(name)
    let middle = bytes.count
    bytes.appendUnescaped(value)
    attributes.append(Attribute(name: start..<middle, value: middle..<bytes.count))
  }

  /// The bytes of a part of the tag.
  subscript(range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

  /// The value of the attribute `name`, or nil.
  func value(of name: StaticString) -> ArraySlice<UInt8>? {
    attributes.last { has($0, name) }.map { bytes[$0.value] }
  }

  /// Whether an attribute has this name.
  func has(_ attribute: Attribute, _ name: StaticString) -> Bool {
    attribute.name.count == name.utf8CodeUnitCount
      && name.withUTF8Buffer { bytes[attribute.name].elementsEqual($0) }
  }

  /// Brings the attributes into the order of their names; of two of one name the later stays.
  mutating func sortAttributes() {
    guard attributes.count > 1 else { return }
    let isSorted = zip(attributes, attributes.dropFirst()).allSatisfy { precedes($0, $1) }
    guard !isSorted else { return }
    let order = attributes.sorted { precedes($0, $1) || (!precedes($1, $0) && isEarlier($0, $1)) }
    attributes.removeAll(keepingCapacity: true)
    for attribute in order {
      if let last = attributes.last, bytes[last.name] == bytes[attribute.name] {
        attributes.removeLast()
      }
      attributes.append(attribute)
    }
  }

  private func precedes(_ a: Attribute, _ b: Attribute) -> Bool {
    bytes[a.name].lexicographicallyPrecedes(bytes[b.name])
  }

  private func isEarlier(_ a: Attribute, _ b: Attribute) -> Bool {
    a.name.lowerBound < b.name.lowerBound
  }

  /// Adds a name in small letters, as Python's `lower()` makes them.
  private mutating func appendLowercased(_ name: ArraySlice<UInt8>) {
    if name.allSatisfy({ $0 < 0x80 }) {
      for byte in name { bytes.append(byte.lowercased) }
    } else {
      bytes.append(contentsOf: String(decoding: name, as: UTF8.self).lowercased().utf8)
    }
  }
}
