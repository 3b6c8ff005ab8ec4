import Dispatch
import Foundation
import Synchronization

/// A piece of work on a thread of its own.
final class Worker<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Starts the work, on a stack as deep as the first thread's.
  init(_ name: String, _ work: @escaping @Sendable () throws -> Value) {
    let thread = Thread { [self] in
      let result = Result { try work() }
      outcome.withLock { $0 = result }
      isDone.signal()
    }
    thread.name = name
    thread.stackSize = 16 << 20
    thread.start()
  }

  /// Waits for the end of the work, once.
  func value() throws -> Value {
    isDone.wait()
    guard let result = outcome.withLock({ $0 }) else {
      preconditionFailure("Worker: done without a result")
    }
    return try result.get()
  }
}
