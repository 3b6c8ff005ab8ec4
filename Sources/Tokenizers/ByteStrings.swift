/// Many short byte strings in one array, in the order in which they came.
struct ByteStrings: Sendable {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// How many strings there are.
  var count: Int { ends.count }

  /// Makes room ahead of appending.
  mutating func reserveCapacity(count: Int, byteCount: Int) {
    ends.reserveCapacity(count)
    bytes.reserveCapacity(byteCount)
  }

  /// Where a string lies in `bytes`.
  func range(of index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// One string.
  subscript(index: Int) -> Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let range = range(of: index)
      return bytes.span.extracting(range)
    }
  }

  /// One string as text, for messages; bytes that are not UTF-8 are repaired.
  func text(of index: Int) -> String {
    String(decoding: bytes[range(of: index)], as: UTF8.self)
  }

  mutating func append(_ string: Span<UInt8>) {
    string.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
  }

  mutating func append(_ string: some Sequence<UInt8>) {
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}
