import Dispatch
import Synchronization

/// A queue between two threads, which holds at most so many elements: the faster one waits.
final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State: Sendable {
    var elements: [Element] = []
    var isFinished = false
    var isClosed = false
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  init(capacity: Int) {
    // Raised from zero, since a semaphore must not end below the value it begins with.
    for _ in 0..<capacity { room.signal() }
  }

  /// Appends an element when there is room; false, and nothing is done, when nobody wants more.
  func push(_ element: Element) -> Bool {
    room.wait()
    let isOpen = state.withLock { state in
      if !state.isClosed { state.elements.append(element) }
      return !state.isClosed
    }
    if isOpen { filled.signal() } else { room.signal() }
    return isOpen
  }

  /// Takes the first element when there is one; nil when there will be no more.
  func pop() -> Element? {
    filled.wait()
    let element = state.withLock { state in
      state.elements.isEmpty ? nil : state.elements.removeFirst()
    }
    // The end stays, for whoever asks again.
    if element == nil { filled.signal() } else { room.signal() }
    return element
  }

  /// Says that nothing more will be appended.
  func finish() {
    let isFirst = state.withLock { state in
      defer { state.isFinished = true }
      return !state.isFinished
    }
    if isFirst { filled.signal() }
  }

  /// Says that nothing more is wanted, and drops what there is.
  func close() {
    state.withLock { state in
      state.isClosed = true
      state.elements = []
    }
    room.signal()
    finish()
  }
}
