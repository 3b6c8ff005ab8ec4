public import Tensors

/// Where the largest elements of a tensor lie, the largest first; of equals, the earlier.
///
/// - Parameters:
///   - tensor: The tensor, of any number of axes; NaN is never among the largest.
///   - count: How many are wanted; fewer where the tensor has fewer.
/// - Returns: An index along each axis for each of them.
/// - Complexity: O(*n* log *count*) in the tensor's elements.
public func topIndices(of tensor: Tensor, count: Int) -> [[Int]] {
  var best: [(value: Float, place: Int)] = []
  for (place, value) in tensor.elements.enumerated() where !value.isNaN {
    if best.count == count, let last = best.last, value <= last.value { continue }
    let spot = best.firstIndex { value > $0.value } ?? best.count
    best.insert((value, place), at: spot)
    if best.count > count { best.removeLast() }
  }
  return best.map { entry in
    var rest = entry.place
    return tensor.shape.reversed().map { length in
      defer { rest /= length }
      return rest % length
    }.reversed()
  }
}
