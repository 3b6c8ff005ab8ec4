/// A token whose text another token has.
struct DuplicateToken: Error {
  /// Its place among the tokens.
  let place: Int
}

/// The tokens of a vocabulary: the bytes of each id, and the id of bytes.
struct Vocabulary: Sendable {
  /// The id that no vocabulary reaches: the largest in use have a quarter of a million.
  static let idLimit = 1 << 22

  private var table: ByteStringTable

  /// The ids run from 0 to this less one; some may have no token.
  var size: Int { table.count }

  /// Makes a vocabulary.
  ///
  /// - Parameters:
  ///   - tokens: The tokens' text, byte for byte.
  ///   - ids: The number of each, checked to be different and in `0..<idLimit`.
  ///   - isFindable: Whether text is ever encoded to the token; false for added tokens, which are
  ///     cut out of the text before.
  /// - Throws: `DuplicateToken` where two that can be found are the same bytes.
  init(
    tokens: ByteStrings, ids: [Int], isFindable: (Int) -> Bool
  ) throws(DuplicateToken) {
    var places = [Int32](repeating: -1, count: (ids.max() ?? -1) + 1)
    for (place, id) in ids.enumerated() { places[id] = Int32(place) }
    table = ByteStringTable(minimumCapacity: ids.count)
    for place in places {
      if place < 0 {
        table.appendHidden(Span())
      } else if isFindable(Int(place)) {
        guard table.append(tokens[Int(place)]) else { throw DuplicateToken(place: Int(place)) }
      } else {
        table.appendHidden(tokens[Int(place)])
      }
    }
  }

  /// The id of a token's bytes.
  func find(_ bytes: Span<UInt8>) -> Int? { table.find(bytes) }

  /// The bytes of an id; none for an id that has no token.
  func bytes(of id: Int) -> ArraySlice<UInt8> {
    guard id >= 0 && id < size else { return [] }
    return table.strings.bytes[table.strings.range(of: id)]
  }
}
