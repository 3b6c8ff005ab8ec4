import Checkpoints
import Foundation
import TestSupport
import Testing

/// Files that would harm a careless reader: those made for it by `scripts/oracles/hostile_files.py`,
/// and what fuzzing has found.
@Suite struct FailCasesTests {
  private static let folder = goldenPath("../Fuzz/FailCases/Checkpoints")

  private static func names(_ isWanted: (String) -> Bool) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter(isWanted)
  }

  @Test(arguments: names { $0.hasPrefix("hostile-") })
  func aHostileFileIsAnErrorOfOneLine(name: String) throws {
    let path = "\(Self.folder)/\(name)"
    let clock = ContinuousClock()
    var error: CheckpointError?
    let time = clock.measure {
      error = #expect(throws: CheckpointError.self) {
        let checkpoint = try openCheckpoint(at: path)
        for name in checkpoint.tensorNames { _ = try checkpoint.tensor(name) }
      }
    }
    let line = error?.description ?? ""
    #expect(line.hasPrefix(path) && !line.contains("\n") && line.utf8.count < path.utf8.count + 300)
    // A debug build, and other tests beside this one.
    #expect(time < .seconds(20), "\(time)")
  }

  @Test(arguments: names { !$0.hasPrefix("hostile-") })
  func whatFuzzingFoundTrapsNoMore(name: String) throws {
    do throws(CheckpointError) {
      try readAll(try openCheckpoint(at: "\(Self.folder)/\(name)"))
    } catch {
      #expect(!error.message.isEmpty)
    }
  }
}
