/// Changes every element of an array, several at once.
///
/// - Parameters:
///   - elements: What is changed; each element by one thread only.
///   - body: Changes the element of the given index, and touches no other.
public func parallelUpdate<Element: Sendable>(
  _ elements: inout [Element], _ body: @Sendable (_ index: Int, _ element: inout Element) -> Void
) {
  elements.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    let target = ElementTarget(base: base)
    parallelFor(buffer.count) { range in
      for index in range { body(index, &target.base[index]) }
    }
  }
}

/// An array of floats whose pieces are written by several threads at once.
///
/// - Parameters:
///   - count: How many floats.
///   - pieces: Ranges that follow each other from 0 to `count`.
///   - body: Writes the piece of the given index, every element of it: they hold anything before.
/// - Returns: The array.
public func parallelArray(
  count: Int, pieces: [Range<Int>],
  _ body: @Sendable (_ index: Int, _ piece: inout MutableSpan<Float>) -> Void
) -> [Float] {
  let end = pieces.reduce(0) { $0 == $1.lowerBound ? $1.upperBound : -1 }
  precondition(end == count, "parallelArray: pieces that end at \(end) of \(count)")
  return [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    initializedCount = count
    guard let base = buffer.baseAddress else { return }
    let target = ElementTarget(base: base)
    parallelFor(pieces.count) { range in
      for index in range {
        var piece = unsafe MutableSpan(
          _unsafeStart: target.base + pieces[index].lowerBound, count: pieces[index].count)
        body(index, &piece)
      }
    }
  }
}

/// Where the elements of an array lie, for threads that change different ones.
private struct ElementTarget<Element>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
}
