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

/// Where the elements of an array lie, for threads that change different ones.
private struct ElementTarget<Element>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
}
