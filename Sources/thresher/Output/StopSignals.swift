import Dispatch
import Glibc
import Harvest

/// Has SIGINT and SIGTERM stop a harvest behind its batch, as long as this object lives; a second
/// one ends the program at once.
final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  /// Begins to listen.
  ///
  /// A file that reaches the limit of its size, too, is then an error instead of the program's end.
  init(_ control: HarvestControl) {
    signal(SIGXFSZ, SIG_IGN)
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        guard !control.isStopped else { _exit(128 + number) }
        control.stop()
        note("harvest: stopping behind this batch; again to stop at once")
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }
}
