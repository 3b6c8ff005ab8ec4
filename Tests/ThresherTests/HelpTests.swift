import Foundation
import TestSupport
import Testing

/// The help of every command, held against files that are written anew under RECORD_SNAPSHOTS=1.
@Suite struct HelpTests {
  static let commands = [
    "", "models", "models inspect", "models convert", "models audit", "pull", "tokens", "run",
    "generate", "corpus clean", "corpus stats", "corpus sample", "corpus label", "corpus fetch",
    "harvest", "activations info", "activations verify", "activations head", "activations stats",
    "activations export", "activations import", "activations merge", "activations split",
    "train sae", "train probe", "train lm", "train tokenizer", "evaluate sae", "evaluate probe",
    "autoencoder inspect", "autoencoder convert", "rank neurons", "rank features", "rank heads",
    "inspect neuron", "inspect feature", "inspect head", "inspect brackets", "inspect dashboard",
    "attribute", "patch", "ablate", "task list", "task show", "task score", "replay", "report",
    "serve", "manual",
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
