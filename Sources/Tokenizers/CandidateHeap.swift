/// Pairs that may merge, the one of smallest rank, and of equal ones the first in the text, on top.
struct CandidateHeap {
  struct Candidate {
    let merge: UInt64
    let position: Int

    @inline(__always)
    func comes(before other: Candidate) -> Bool {
      (merge >> 32, position) < (other.merge >> 32, other.position)
    }
  }

  private var items: [Candidate] = []

  /// Holds the merges of a list, by their index in it, and nothing else.
  mutating func fill(with merges: [UInt64]) {
    items.removeAll(keepingCapacity: true)
    for (position, merge) in merges.enumerated() where merge != MergeTable.none {
      items.append(Candidate(merge: merge, position: position))
    }
    for index in stride(from: items.count / 2 - 1, through: 0, by: -1) { sink(index) }
  }

  /// Adds a merge; none is not added.
  mutating func push(_ merge: UInt64, at position: Int) {
    guard merge != MergeTable.none else { return }
    items.append(Candidate(merge: merge, position: position))
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard items[child].comes(before: items[parent]) else { break }
      items.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the top, if there is one.
  mutating func pop() -> Candidate? {
    guard let last = items.popLast() else { return nil }
    guard let top = items.first else { return last }
    items[0] = last
    sink(0)
    return top
  }

  private mutating func sink(_ index: Int) {
    var parent = index
    while true {
      var child = 2 * parent + 1
      guard child < items.count else { return }
      if child + 1 < items.count && items[child + 1].comes(before: items[child]) { child += 1 }
      guard items[child].comes(before: items[parent]) else { return }
      items.swapAt(child, parent)
      parent = child
    }
  }
}
