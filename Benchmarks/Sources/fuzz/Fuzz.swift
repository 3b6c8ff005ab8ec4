import Foundation
import Tensors

/// Gives readers damaged files until time is up, and says how many they took or refused.
///
///     fuzz SECONDS [NAME …]
///
/// Each file lies under `FOLDER/current` (`FUZZ_FOLDER`, else the folder of temporary files) before
/// it is read, so that one which ends the program is there to be kept: it goes to
/// `Tests/Fuzz/FailCases`, whose files the unit tests read. A file that takes longer than a second of
/// the processor's time is kept beside it. (A clock on the wall would count what else the machine
/// does.)
@main struct Fuzz {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let seconds = arguments.first.flatMap(Double.init) else {
      print("usage: fuzz SECONDS [\(Reader.all.map(\.name).joined(separator: " "))]")
      return
    }
    let names = arguments.dropFirst()
    let environment = ProcessInfo.processInfo.environment
    let folder = environment["FUZZ_FOLDER"] ?? NSTemporaryDirectory() + "thresher-fuzz"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let seed = environment["FUZZ_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0 ... .max)
    print("files in \(folder), seed \(seed)")
    for reader in Reader.all where names.isEmpty || names.contains(reader.name) {
      try run(reader, seconds: seconds, folder: folder, seed: seed)
    }
  }

  private static func run(
    _ reader: Reader, seconds: Double, folder: String, seed: UInt64
  ) throws {
    let seeds = try reader.seeds()
    precondition(!seeds.isEmpty, "\(reader.name): no files to begin with; run in the repository")
    var random = SplittableRandom(seed: seed)
    let path = "\(folder)/current\(reader.suffix)"
    var (taken, refused, slowest) = (0, 0, 0.0)
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      let bytes = mutant(of: seeds, using: &random)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let start = processorSeconds()
      if reader.takes(path) { taken += 1 } else { refused += 1 }
      let time = processorSeconds() - start
      if time > 1 {
        let kept = "\(folder)/slow-\(reader.name)-\(taken + refused)\(reader.suffix)"
        try Data(bytes).write(to: URL(fileURLWithPath: kept))
        print("  \(kept): \(time) seconds")
      }
      slowest = max(slowest, time)
    }
    print(
      "\(reader.name): \(taken + refused) files in \(Int(seconds)) s, \(taken) read,",
      "\(refused) refused, the slowest in \(Int(slowest * 1000)) ms, \(peakMegabytes()) MB at most")
  }

  /// The processor's time that this program has had.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// The most memory that this program has had.
  private static func peakMegabytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
  }
}
