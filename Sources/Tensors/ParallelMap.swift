import Synchronization

/// The results of `body` over the ranges that make up `0..<count`, in the order of the ranges.
///
/// As with `parallelFor`, the ranges depend on `count` and `grain` alone: sums of the results, taken
/// in their order, do not depend on the number of threads.
///
/// - Parameters:
///   - count: How many iterations there are.
///   - grain: How many make a range; the last range may be shorter.
///   - body: The work on a range.
/// - Returns: One result a range.
public func parallelMap<Result: Sendable>(
  _ count: Int, grain: Int = 1, _ body: @Sendable (Range<Int>) -> Result
) -> [Result] {
  let results = Mutex<[Int: Result]>([:])
  parallelFor(count, grain: grain) { range in
    let result = body(range)
    results.withLock { $0[range.lowerBound] = result }
  }
  return results.withLock { found in
    found.keys.sorted().compactMap { found[$0] }
  }
}
