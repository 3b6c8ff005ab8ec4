import ArgumentParser
import Tensors

/// What every command understands.
struct CommonOptions: ParsableArguments {
  @Flag(help: "Print the result as one JSON object.")
  var json = false

  @Option(help: "Seed of every random choice.")
  var seed: UInt64 = 0

  @Option(help: "Threads to compute with; by default one a core.")
  var threads: Int?

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads \(threads): expected at least 1")
    }
  }

  /// Puts the choices that hold for the whole process into force.
  func apply() {
    if let threads { Threads.count = threads }
  }
}
