import COpenBLAS
import Dispatch
import Synchronization

/// How many threads Thresher uses.
///
/// OpenBLAS has one: its own threads wait for their next product in a loop, and so take the
/// processor from whatever else runs, ourselves above all.
public enum Threads {
  /// OpenBLAS's choice at the start, one a core or what its environment says.
  private static let limit = Mutex<Int>(takeFromOpenBLAS())

  private static func takeFromOpenBLAS() -> Int {
    let count = Int(openblas_get_num_threads())
    openblas_set_num_threads(1)
    return count
  }

  /// How many threads work at once; one a core until it is set.
  public static var count: Int {
    get { limit.withLock { $0 } }
    set {
      precondition(newValue >= 1, "Threads: \(newValue)")
      limit.withLock { $0 = newValue }
    }
  }

  /// What OpenBLAS says of itself: version, kernel and thread model.
  public static var blasDescription: String {
    openblas_get_config().map { String(cString: $0) } ?? "OpenBLAS"
  }

  private static let loopDepth = Atomic<Int>(0)

  /// Whether a parallel loop runs now.
  static var areLooping: Bool { loopDepth.load(ordering: .relaxed) > 0 }

  /// Has it known that a parallel loop runs, so that what it calls does not begin another.
  static func looping(_ body: () -> Void) {
    loopDepth.add(1, ordering: .relaxed)
    body()
    loopDepth.subtract(1, ordering: .relaxed)
  }

  /// Lends our threads to OpenBLAS for a call that it shares among them, as LAPACK's.
  static func lent<Result>(_ call: () -> Result) -> Result {
    let count = areLooping ? 1 : count
    guard count > 1 else { return call() }
    openblas_set_num_threads(Int32(count))
    defer { openblas_set_num_threads(1) }
    return call()
  }
}

/// Runs `body` over the ranges that make up `0..<count`, several at once.
///
/// The ranges depend on `count` and `grain` alone, so a result that is gathered by range does not
/// depend on the number of threads. Matrix products inside `body` run on its own thread.
///
/// - Parameters:
///   - count: How many iterations there are.
///   - grain: How many make a range; the last range may be shorter.
///   - body: The work on a range, which must not touch what another range writes.
public func parallelFor(
  _ count: Int, grain: Int = 1, _ body: @Sendable (Range<Int>) -> Void
) {
  precondition(grain >= 1, "parallelFor: a grain of \(grain)")
  let rangeCount = (count + grain - 1) / grain
  guard rangeCount > 1 && Threads.count > 1 else {
    for start in stride(from: 0, to: count, by: grain) { body(start..<min(start + grain, count)) }
    return
  }
  let next = Atomic<Int>(0)
  Threads.looping {
    DispatchQueue.concurrentPerform(iterations: min(Threads.count, rangeCount)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < rangeCount else { return }
        body(index * grain..<min((index + 1) * grain, count))
      }
    }
  }
}
