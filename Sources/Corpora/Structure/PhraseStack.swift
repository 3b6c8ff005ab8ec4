/// The phrases of a page that are open, as long as nothing but text has come since.
struct PhraseStack {
  /// A phrase, and what was written of the page's skeleton before it.
  struct Phrase {
    /// Where its start tag stands.
    let tag: Range<Int>
    let name: PackedName
    let byteCount: Int
    let hasLetter: Bool

    /// How many of its name may be open, itself included, for it to leave the parser as it was.
    ///
    /// An `a` closes an `a` that is open before it, wherever that stands; of other formatting
    /// elements three alike may be open, and the fourth displaces the first.
    let limit: Int
  }

  private var open: [Phrase] = []

  /// How many start tags of each name, those of `open` included, are not folded.
  private var unfolded: [PackedName: Int] = [:]

  /// How many have been open at once.
  private(set) var largestDepth = 0

  /// Where what became text began.
  private var places: [Int] = []

  /// Where `svg`, `math`, `select` and `template` begin, and how many of them seem to be open.
  private var barriers: [Int] = []
  private var barrierDepth = 0

  /// Whether phrases seem to be phrases here.
  var mayFold: Bool { barrierDepth == 0 }

  /// Opens a phrase.
  mutating func open(_ phrase: Phrase) {
    open.append(phrase)
    largestDepth = max(largestDepth, open.count)
    if phrase.limit < .max { unfolded[phrase.name, default: 0] += 1 }
  }

  /// Takes the innermost phrase if it may become text at an end tag; else none will.
  mutating func close(_ name: PackedName) -> Phrase? {
    guard let last = open.last, last.name == name, unfolded[name, default: 0] <= last.limit else {
      settle()
      return nil
    }
    open.removeLast()
    if last.limit < .max { unfolded[name, default: 0] -= 1 }
    places.append(last.tag.lowerBound)
    return last
  }

  /// Leaves what is open as it is, since something other than text has come.
  mutating func settle() {
    if !open.isEmpty { open.removeAll(keepingCapacity: true) }
  }

  /// Notes that what stands at an offset became text.
  mutating func note(_ place: Int) { places.append(place) }

  /// Enters an element in which other rules hold.
  mutating func openBarrier(at place: Int) {
    barriers.append(place)
    barrierDepth += 1
  }

  /// Leaves it, as it seems.
  mutating func closeBarrier() { barrierDepth = max(0, barrierDepth - 1) }

  /// Whether in the tree, too, nothing that became text lies where other rules hold.
  func areBorneOut(by elements: [SourceElement]) -> Bool {
    guard !barriers.isEmpty else { return true }
    let places = places.sorted()
    var index = 0
    return barriers.allSatisfy { barrier in
      while index < elements.count && elements[index].start < barrier { index += 1 }
      // The tree need not have the element.
      guard index < elements.count, elements[index].start == barrier else { return true }
      if case .unknown = elements[index].end { return false }
      let next = places.partitionPoint { $0 > barrier }
      return next == places.count || places[next] >= elements[index].end.offset
    }
  }
}

extension [Int] {
  /// The first place from which on a condition holds, that holds of none before.
  fileprivate func partitionPoint(_ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
