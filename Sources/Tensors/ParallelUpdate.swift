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

/// Writes pieces of an array of floats, several at once.
///
/// - Parameters:
///   - elements: What is written.
///   - pieces: Ranges of its elements, no two of which overlap.
///   - body: Writes the piece of the given index.
public func parallelUpdate(
  _ elements: inout [Float], pieces: [Range<Int>],
  _ body: @Sendable (_ index: Int, _ piece: inout MutableSpan<Float>) -> Void
) {
  for piece in pieces {
    precondition(
      piece.lowerBound >= 0 && piece.upperBound <= elements.count,
      "parallelUpdate: \(piece) of \(elements.count) elements")
  }
  elements.withUnsafeMutableBufferPointer { buffer in
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
