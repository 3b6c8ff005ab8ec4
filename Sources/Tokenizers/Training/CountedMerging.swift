/// The pieces of a corpus as tokens so far, and how often each pair of neighbours occurs in them.
struct CountedMerging {
  /// A pair of neighbouring tokens.
  struct Pair: Hashable {
    let left: UInt32
    let right: UInt32
  }

  /// The bytes of every token by id; none for the special ones.
  private(set) var tokens: [[UInt8]]

  /// The pairs that became tokens, in order.
  private(set) var merges: [Pair] = []

  private var ids: [[UInt8]: UInt32] = [:]
  private var pieces: [[UInt32]] = []
  private var pieceCounts: [Int] = []
  private var pairCounts: [Pair: Int] = [:]

  /// The pieces in which a pair has occurred; it may have gone from some.
  private var places: [Pair: Set<Int32>] = [:]
  private var queue = FrequencyQueue()

  /// Begins from single bytes.
  ///
  /// - Parameters:
  ///   - counted: The pieces, and how often each occurs.
  ///   - firstID: The id of the first byte: those before it are special.
  ///   - size: How many tokens there will be at most.
  init(pieces counted: [ArraySlice<UInt8>: Int], firstID: UInt32, size: Int) {
    tokens = Array(repeating: [], count: Int(firstID))
    tokens.reserveCapacity(size)
    var idOfByte = [UInt32](repeating: 0, count: 256)
    // Bytes have the order of their printable names, as in Hugging Face's vocabularies.
    let alphabet = (0..<256).sorted { ByteAlphabet.codePoints[$0] < ByteAlphabet.codePoints[$1] }
    for byte in alphabet {
      idOfByte[byte] = UInt32(tokens.count)
      ids[[UInt8(byte)]] = UInt32(tokens.count)
      tokens.append([UInt8(byte)])
    }
    for (piece, count) in counted where piece.count > 1 {
      add(piece.map { idOfByte[Int($0)] }, count: count)
    }
    for (pair, count) in pairCounts { queue.push(pair, count: count) }
  }

  private mutating func add(_ piece: [UInt32], count: Int) {
    let index = Int32(pieces.count)
    for pair in pairs(of: piece) {
      pairCounts[pair, default: 0] += count
      places[pair, default: []].insert(index)
    }
    pieces.append(piece)
    pieceCounts.append(count)
  }

  /// The pair that occurs most often; nil when none does `least` times.
  mutating func mostFrequentPair(atLeast least: Int) -> Pair? {
    while let (pair, count) = queue.pop() {
      let current = pairCounts[pair] ?? 0
      if count == current { return count >= least ? pair : nil }
      if current > 0 { queue.push(pair, count: current) }
    }
    return nil
  }

  /// Makes a token of a pair, wherever it stands.
  mutating func merge(_ pair: Pair) {
    let id = takeID(of: tokens[Int(pair.left)] + tokens[Int(pair.right)])
    merges.append(pair)
    var grown: Set<Pair> = []
    for index in places.removeValue(forKey: pair) ?? [] {
      let old = pieces[Int(index)]
      let new = merged(old, pair, into: id)
      guard new.count < old.count else { continue }
      let count = pieceCounts[Int(index)]
      for gone in pairs(of: old) { pairCounts[gone, default: 0] -= count }
      for come in pairs(of: new) {
        pairCounts[come, default: 0] += count
        guard come.left == id || come.right == id else { continue }
        places[come, default: []].insert(index)
        grown.insert(come)
      }
      pieces[Int(index)] = new
    }
    pairCounts[pair] = nil
    for pair in grown { queue.push(pair, count: pairCounts[pair] ?? 0) }
  }

  /// The id of a token's bytes; two pairs may make the same.
  private mutating func takeID(of bytes: [UInt8]) -> UInt32 {
    if let id = ids[bytes] { return id }
    let id = UInt32(tokens.count)
    ids[bytes] = id
    tokens.append(bytes)
    return id
  }
}

private func pairs(of piece: [UInt32]) -> [CountedMerging.Pair] {
  zip(piece, piece.dropFirst()).map { CountedMerging.Pair(left: $0, right: $1) }
}

private func merged(
  _ piece: [UInt32], _ pair: CountedMerging.Pair, into id: UInt32
) -> [UInt32] {
  var result: [UInt32] = []
  result.reserveCapacity(piece.count)
  var index = 0
  while index < piece.count {
    if index + 1 < piece.count && piece[index] == pair.left && piece[index + 1] == pair.right {
      result.append(id)
      index += 2
    } else {
      result.append(piece[index])
      index += 1
    }
  }
  return result
}
