/// Pairs by how often they occurred when they were put in, the most frequent first; of equally
/// frequent ones the pair of smaller ids.
///
/// A binary heap. A count that has changed since is the caller's to notice.
struct FrequencyQueue {
  typealias Entry = (pair: CountedMerging.Pair, count: Int)

  private var entries: [Entry] = []

  /// Puts a pair in.
  mutating func push(_ pair: CountedMerging.Pair, count: Int) {
    entries.append((pair, count))
    var index = entries.count - 1
    while index > 0 && goesBefore(entries[index], entries[(index - 1) / 2]) {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes the first out; nil when there is none.
  mutating func pop() -> Entry? {
    guard let first = entries.first else { return nil }
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    sink(0)
    return first
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var best = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < entries.count && goesBefore(entries[child], entries[best]) {
        best = child
      }
      guard best != index else { return }
      entries.swapAt(index, best)
      index = best
    }
  }

  private func goesBefore(_ a: Entry, _ b: Entry) -> Bool {
    if a.count != b.count { return a.count > b.count }
    return (a.pair.left, a.pair.right) < (b.pair.left, b.pair.right)
  }
}
