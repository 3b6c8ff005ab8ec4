public import Tensors

/// The largest positive pre-activations of a whole batch: so many in all, however many in each row.
///
/// Of equal ones the first are taken. Candidates are collected above a bound while the
/// pre-activations of a block of rows exist; where they turn out too few, once more above a lower
/// one. The result does not depend on the bound.
///
/// - Parameters:
///   - x: Inputs, shape `[batch, input]`.
///   - weight: Shape `[feature, input]`.
///   - bias: Shape `[1, feature]`.
///   - count: How many are kept at most.
///   - weights: What each feature is multiplied by when they are compared; nil for 1.
///   - bound: A guess at the least of what will be kept; nil for one from the first rows.
///   - alongside: What chooses the features of a second code of the same rows.
/// - Returns: The code, its least value times the weight (nil of none), and the second code.
///
/// Source: Bussmann et al. 2024, <https://arxiv.org/abs/2412.06410>.
public func batchTopK(
  of x: Matrix, weight: Matrix, bias: Matrix, count: Int, weights: [Float]? = nil,
  bound: Float? = nil, alongside: (any RowSelector)? = nil
) -> (code: SparseCode, least: Float?, second: SparseCode?) {
  var bound = bound ?? firstBound(x, weight: weight, bias: bias, count: count, weights: weights)
  while true {
    let selector = BoundSelector(bound: bound, weights: weights)
    let codes = sparseCodes(
      of: x, weight: weight, transposing: .right, bias: bias,
      selecting: [selector] + (alongside.map { [$0] } ?? []))
    if codes[0].indices.count >= count || bound <= 0 {
      let (code, least) = codes[0].keepingLargest(count, weights: weights)
      return (code, least, codes.count > 1 ? codes[1] : nil)
    }
    bound = bound > 1e-6 ? bound / 2 : 0
  }
}

/// Chooses the pre-activations that exceed one bound, which is not negative.
struct BoundSelector: TiledSelector {
  let bound: Float
  let weights: [Float]?

  mutating func select(_ preActivations: Span<Float>, into code: inout SparseCode) {
    if let weights {
      for i in preActivations.indices where !(preActivations[i] * weights[i] <= bound) {
        code.append(feature: Int32(i), value: preActivations[i])
      }
    } else {
      for i in preActivations.indices where !(preActivations[i] <= bound) {
        code.append(feature: Int32(i), value: preActivations[i])
      }
    }
  }

  func tiling(bias: Matrix) -> Tiling? {
    weights == nil ? Tiling(shift: bias, bound: bound, k: nil) : nil
  }
}

/// A bound that twice as many pre-activations exceed as will be kept, by the first rows.
private func firstBound(
  _ x: Matrix, weight: Matrix, bias: Matrix, count: Int, weights: [Float]?
) -> Float {
  let rows = min(x.rows, 64)
  let code = sparseCodes(
    of: x.rows(0..<rows), weight: weight, transposing: .right, bias: bias,
    selecting: [BoundSelector(bound: 0, weights: weights)])[0]
  let wanted = 2 * count * rows / max(x.rows, 1)
  guard wanted >= 1 && code.indices.count > wanted else { return 0 }
  return code.keepingLargest(wanted, weights: weights).least ?? 0
}

extension SparseCode {
  /// The largest entries, and the least value of them times its weight.
  func keepingLargest(_ count: Int, weights: [Float]?) -> (code: SparseCode, least: Float?) {
    func key(_ entry: Int) -> UInt64 {
      let weight = weights?[Int(indices[entry])] ?? 1
      return orderedKey(values[entry] * weight, place: entry)
    }
    guard count > 0 else {
      var none = SparseCode(featureCount: featureCount)
      for _ in 0..<rows { none.endRow() }
      return (none, nil)
    }
    var keys = indices.indices.map(key)
    guard !keys.isEmpty else { return (self, nil) }
    let last = largest(min(count, keys.count), of: &keys)
    guard count < keys.count else { return (self, value(ofKey: last)) }
    var kept = SparseCode(featureCount: featureCount)
    for row in 0..<rows {
      for entry in offsets[row]..<offsets[row + 1] where key(entry) >= last {
        kept.append(feature: indices[entry], value: values[entry])
      }
      kept.endRow()
    }
    return (kept, value(ofKey: last))
  }
}
