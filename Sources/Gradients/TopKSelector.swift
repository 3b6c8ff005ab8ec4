package import Tensors

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

  fileprivate let candidates: [Int32]?
  private let keepsNegative: Bool
  private let weights: [Float]?
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
  ///   - weights: What each feature is multiplied by when they are compared, such as the norms of
  ///     their directions; nil for 1.
  public init(
    k: Int, among candidates: [Int32]? = nil, keepsNegative: Bool = false,
    weights: [Float]? = nil
  ) {
    precondition(k >= 1, "TopKSelector: k is \(k)")
    self.k = k
    self.candidates = candidates
    self.keepsNegative = keepsNegative
    self.weights = weights
  }

  public mutating func select(_ preActivations: Span<Float>, into code: inout SparseCode) {
    guard candidates != nil || weights != nil else {
      chooseLargest(preActivations)
      for key in chosen { append(feature: Int32(key), of: preActivations, to: &code) }
      return
    }
    gather(preActivations)
    let row = gathered
    chooseLargest(row.span)
    for key in chosen {
      append(feature: candidates?[Int(key)] ?? Int32(key), of: preActivations, to: &code)
    }
  }

  /// Leaves what is compared in `gathered`.
  private mutating func gather(_ row: Span<Float>) {
    gathered.removeAll(keepingCapacity: true)
    if let candidates {
      for feature in candidates {
        gathered.append(row[Int(feature)] * (weights?[Int(feature)] ?? 1))
      }
    } else if let weights {
      for i in row.indices { gathered.append(row[i] * weights[i]) }
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

extension TopKSelector: TiledSelector {
  package func tiling(bias: Matrix) -> Tiling? {
    guard candidates == nil && weights == nil else { return nil }
    return Tiling(shift: bias, bound: keepsNegative ? -.infinity : 0, k: k)
  }
}
