import Foundation
import TestSupport
import Testing

/// The help of every command, held against files that are written anew under RECORD_SNAPSHOTS=1.
@Suite struct HelpTests {
  static let commands = [
    "", "models", "models inspect", "models convert", "models audit", "pull", "tokens", "run",
    "generate", "corpus clean", "corpus stats", "harvest",
    "activations info", "activations verify", "train sae", "train probe", "rank neurons",
    "rank features", "inspect neuron", "inspect feature", "attribute",
    "patch", "ablate", "report",
  ]

  @Test(arguments: commands)
  func helpIsAsRecorded(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let help = try Command(arguments: words + ["--help"])
    #expect(help.exitCode == 0)
    if !words.isEmpty { #expect(help.output.contains("EXAMPLE"), "\(command) shows no example") }

    let name = words.isEmpty ? "thresher" : words.joined(separator: "-")
    let url = URL(fileURLWithPath: goldenPath("../Snapshots/Help/\(name).txt"))
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(help.output.utf8).write(to: url)
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == help.output)
  }
}
