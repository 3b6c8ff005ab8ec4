import Foundation
import Synchronization

/// Whether Ctrl-C was pressed, or the system asked the process to end.
///
/// While one lives, neither ends the process; a second Ctrl-C does.
final class Interruption {
  private static let count = Atomic<Int>(0)

  /// Begins to listen.
  init() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        guard Interruption.count.add(1, ordering: .relaxed).newValue > 1 else { return }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// Whether the work should be saved and stopped.
  var isRequested: Bool { Self.count.load(ordering: .relaxed) > 0 }

  deinit {
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
