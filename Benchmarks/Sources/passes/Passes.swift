import Checkpoints
import Foundation
import Tensors
import Transformers

/// Thresher's side of `scripts/peers/forward`: forward passes on demand, each timed by itself.
///
///     passes FOLDER TOKENS.json THREADS SITE...
///
/// Reads the model of a folder, and sequences of token ids from a JSON file; then for each line of
/// standard input that says `run` makes a pass and prints its seconds. `write FILE` writes what the
/// last pass recorded, as safetensors, and prints an empty line.
@main struct Passes {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 4, let threads = Int(arguments[3]), threads > 0 else {
      print("usage: passes FOLDER TOKENS.json THREADS SITE...")
      exit(64)
    }
    Threads.count = threads
    let model = try Transformer(folder: arguments[1])
    let text = try Data(contentsOf: URL(fileURLWithPath: arguments[2]))
    let sequences = try JSONDecoder().decode([[Int]].self, from: text)
    let run = Run(sequences, sites: Set(arguments[4...]))

    var cache: ActivationCache?
    while let line = readLine() {
      if line == "run" {
        cache = nil
        let time = try ContinuousClock().measure { cache = try model(run).cache }
        print(time / .seconds(1))
      } else if line.hasPrefix("write "), let cache {
        let sites = cache.siteNames.compactMap { site in
          cache[site].map { (site, Tensor($0, shape: [$0.rows, $0.columns])) }
        }
        try Safetensors.write(sites, metadata: [:], to: String(line.dropFirst("write ".count)))
        print()
      }
      fflush(nil)
    }
  }
}
