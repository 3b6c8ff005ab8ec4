import Dispatch
import Synchronization

/// Runs asynchronous work and waits for its end on this thread.
func waitFor<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value
{
  let outcome = Outcome<Value>()
  let isDone = DispatchSemaphore(value: 0)
  Task {
    do {
      outcome.set(.success(try await work()))
    } catch {
      outcome.set(.failure(error))
    }
    isDone.signal()
  }
  isDone.wait()
  guard let result = outcome.get() else { preconditionFailure("waitFor: signalled too early") }
  return try result.get()
}

/// What the work ended with; empty until then.
private final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)

  func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }

  func get() -> Result<Value, any Error>? { result.withLock { $0 } }
}
