/// Merges the neighbours in a piece until none merge: always the pair of smallest rank, and of
/// equal ones the first.
///
/// Short pieces are searched anew for each merge, long ones keep a heap of their pairs; both give
/// the same symbols.
///
/// Source: Sennrich, Haddow, Birch 2016, <https://arxiv.org/abs/1508.07909>, algorithm 1; with the
/// order of `merge_all` in Hugging Face's tokenizers.
struct PairMerging {
  private let table: MergeTable

  /// The merge of each symbol with the next that lives; `MergeTable.none` where there is none.
  private var merges: [UInt64] = []
  private var previous: [Int] = []
  private var next: [Int] = []
  private var heap = CandidateHeap()

  /// From this many symbols on, the heap is faster.
  static let longPiece = 48

  init(table: MergeTable) { self.table = table }

  /// Merges what merges.
  mutating func merge(_ symbols: inout [Symbol]) {
    guard symbols.count > 1 else { return }
    if symbols.count < Self.longPiece {
      mergeBySearching(&symbols)
    } else {
      mergeByHeap(&symbols)
    }
  }

  /// Merges by looking through all pairs each time; O(*symbols*²).
  mutating func mergeBySearching(_ symbols: inout [Symbol]) {
    findMerges(symbols)
    while let index = indexOfFirstMerge() {
      symbols[index].id = UInt32(truncatingIfNeeded: merges[index])
      symbols[index].end = symbols[index + 1].end
      symbols.remove(at: index + 1)
      merges.remove(at: index)
      if index + 1 < symbols.count {
        merges[index] = table.merge(symbols[index].id, symbols[index + 1].id)
      }
      if index > 0 {
        merges[index - 1] = table.merge(symbols[index - 1].id, symbols[index].id)
      }
    }
  }

  private mutating func findMerges(_ symbols: [Symbol]) {
    merges.removeAll(keepingCapacity: true)
    for index in 0..<max(symbols.count - 1, 0) {
      merges.append(table.merge(symbols[index].id, symbols[index + 1].id))
    }
  }

  private func indexOfFirstMerge() -> Int? {
    var best = MergeTable.none >> 32
    var found: Int?
    for index in merges.indices where merges[index] >> 32 < best {
      best = merges[index] >> 32
      found = index
    }
    return found
  }

  /// Merges by a heap of pairs over linked symbols; O(*symbols* · log *symbols*).
  mutating func mergeByHeap(_ symbols: inout [Symbol]) {
    findMerges(symbols)
    merges.append(MergeTable.none)
    previous = Array(-1..<symbols.count - 1)
    next = Array(1...symbols.count)
    heap.fill(with: merges)
    while let candidate = heap.pop() {
      let index = candidate.position
      guard merges[index] == candidate.merge else { continue }
      join(index, in: &symbols)
    }
    var kept = 0
    var index = 0
    while index < symbols.count {
      symbols[kept] = symbols[index]
      kept += 1
      index = next[index]
    }
    symbols.removeSubrange(kept...)
  }

  /// Merges a symbol with the next, and looks at the pairs that this makes.
  private mutating func join(_ index: Int, in symbols: inout [Symbol]) {
    let gone = next[index]
    symbols[index].id = UInt32(truncatingIfNeeded: merges[index])
    symbols[index].end = symbols[gone].end
    merges[gone] = MergeTable.none
    next[index] = next[gone]
    if next[index] < symbols.count { previous[next[index]] = index }
    examine(index, in: symbols)
    if previous[index] >= 0 { examine(previous[index], in: symbols) }
  }

  private mutating func examine(_ index: Int, in symbols: [Symbol]) {
    let other = next[index]
    merges[index] =
      other < symbols.count
      ? table.merge(symbols[index].id, symbols[other].id) : MergeTable.none
    heap.push(merges[index], at: index)
  }
}
