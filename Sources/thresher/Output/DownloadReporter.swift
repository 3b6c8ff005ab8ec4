import Downloads
import Synchronization

/// The progress of downloads, a line for each file.
final class DownloadReporter: Sendable {
  private struct State {
    var file = ""
    nonisolated(unsafe) var progress: Progress?
  }

  private let isQuiet: Bool
  private let state = Mutex(State())

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Says how much of a file has arrived.
  func update(_ download: DownloadProgress) {
    state.withLock { state in
      if state.file != download.file {
        state.file = download.file
        state.progress = Progress(
          download.file, of: download.total, unit: "bytes", isQuiet: isQuiet)
      }
      if download.received == download.total {
        state.progress?.finish(download.received)
      } else {
        state.progress?.update(download.received)
      }
    }
  }
}
