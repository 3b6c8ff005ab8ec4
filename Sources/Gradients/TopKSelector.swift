/// Chooses the *k* largest pre-activations of a row, and by default keeps the positive of them.
///
/// Of equal ones the first are taken. A row that holds NaN yields NaN.
///
/// The row is cut into groups, element *i* belonging to group *i* mod *groups*, whose maxima a
/// vectorized pass finds. The *k*-th largest maximum bounds the *k*-th largest element from below,
/// so only the few groups that reach it are looked into.
public struct TopKSelector: RowSelector {
  /// How many are chosen of a row.
  public let k: Int

  private let candidates: [Int32]?
  private let keepsNegative: Bool
  private var gathered: [Float] = []
  private var maxima: [Float] = []
  private var keys: [UInt64] = []
  private var chosen: [UInt64] = []

  /// Makes a selector of `k` features.
  ///
  /// - Parameters:
  ///   - k: How many are chosen of a row, at least 1; all where there are fewer.
  ///   - candidates: The features to choose from, ascending; nil for all.
  ///   - keepsNegative: Whether those of the *k* largest that are negative stay.
  public init(k: Int, among candidates: [Int32]? = nil, keepsNegative: Bool = false) {
    precondition(k >= 1, "TopKSelector: k is \(k)")
    self.k = k
    self.candidates = candidates
    self.keepsNegative = keepsNegative
  }

  public mutating func select(_ preActivations: Span<Float>, into code: inout SparseCode) {
    guard let candidates else {
      chooseLargest(preActivations)
      for key in chosen { append(feature: Int32(key), of: preActivations, to: &code) }
      return
    }
    gathered.removeAll(keepingCapacity: true)
    for feature in candidates { gathered.append(preActivations[Int(feature)]) }
    let row = gathered
    chooseLargest(row.span)
    for key in chosen {
      append(feature: candidates[Int(key)], of: preActivations, to: &code)
    }
  }

  private func append(
    feature: Int32, of preActivations: Span<Float>, to code: inout SparseCode
  ) {
    let value = preActivations[Int(feature)]
    if keepsNegative || !(value <= 0) { code.append(feature: feature, value: value) }
  }

  /// Leaves the places of the `k` largest elements in `chosen`, ascending.
  private mutating func chooseLargest(_ row: Span<Float>) {
    chosen.removeAll(keepingCapacity: true)
    guard row.count > k else {
      chosen.append(contentsOf: (0..<row.count).lazy.map(UInt64.init))
      return
    }
    let groupCount = min(max(8 * k, row.count / 32), row.count)
    findMaxima(row, groupCount: groupCount)
    keys.removeAll(keepingCapacity: true)
    for i in 0..<groupCount { keys.append(orderedKey(maxima[i], place: i)) }
    let bound = value(ofKey: largest(k, of: &keys))
    collect(row, groupCount: groupCount, from: bound)
    // Fewer only where NaN hides them: then the first k stand for the row.
    if keys.count < k { keys = (0..<k).map { orderedKey(.nan, place: $0) } }
    let last = largest(k, of: &keys)
    for key in keys where key >= last { chosen.append(UInt64(~UInt32(truncatingIfNeeded: key))) }
    chosen.sort()
  }

  private mutating func findMaxima(_ row: Span<Float>, groupCount: Int) {
    maxima.removeAll(keepingCapacity: true)
    for i in 0..<groupCount { maxima.append(row[i]) }
    var target = maxima.mutableSpan
    for start in stride(from: groupCount, to: row.count, by: groupCount) {
      let part = row.extracting(start..<min(start + groupCount, row.count))
      for i in part.indices {
        let (value, maximum) = (part[i], target[i])
        target[i] = value > maximum ? value : maximum
      }
    }
  }

  /// Leaves the keys of the elements that reach `bound` in `keys`.
  private mutating func collect(_ row: Span<Float>, groupCount: Int, from bound: Float) {
    keys.removeAll(keepingCapacity: true)
    for group in 0..<groupCount where maxima[group] >= bound {
      for i in stride(from: group, to: row.count, by: groupCount) where row[i] >= bound {
        keys.append(orderedKey(row[i], place: i))
      }
    }
  }
}

/// A number that orders values as floats do, NaN last, and equal ones by their place, first last.
private func orderedKey(_ value: Float, place: Int) -> UInt64 {
  let bits = value.bitPattern
  let ordered = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
  return UInt64(ordered) << 32 | UInt64(~UInt32(truncatingIfNeeded: place))
}

private func value(ofKey key: UInt64) -> Float {
  let ordered = UInt32(truncatingIfNeeded: key >> 32)
  return Float(bitPattern: ordered >> 31 == 1 ? ordered & 0x7FFF_FFFF : ~ordered)
}

/// The `k`-th largest of distinct keys, which it reorders. (Hoare 1961, "Find".)
private func largest(_ k: Int, of keys: inout [UInt64]) -> UInt64 {
  var (low, high) = (0, keys.count - 1)
  while low < high {
    let pivot = keys[(low + high) / 2]
    var (i, j) = (low, high)
    while i <= j {
      while keys[i] > pivot { i += 1 }
      while keys[j] < pivot { j -= 1 }
      if i <= j {
        keys.swapAt(i, j)
        i += 1
        j -= 1
      }
    }
    if k - 1 <= j {
      high = j
    } else if k - 1 >= i {
      low = i
    } else {
      break
    }
  }
  return keys[k - 1]
}
