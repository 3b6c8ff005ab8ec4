import Synchronization

/// A way to have a harvest stop behind the batch that it is at, from any thread.
public final class HarvestControl: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Makes a control of one harvest.
  public init() {}

  /// Asks the harvest to stop.
  public func stop() { flag.store(true, ordering: .relaxed) }

  /// Whether it was asked to stop.
  public var isStopped: Bool { flag.load(ordering: .relaxed) }
}
