import Tensors
import Transformers

extension Benchmark {
  /// The forward pass of a random GPT-2 small, all neurons recorded.
  static let forward = Benchmark(
    name: "forward", summary: "GPT-2 small, sequences of 512 tokens, every mlp.hook_post"
  ) {
    let model = try Transformer(randomWeightsOf: .gpt2(), seed: 1)
    let all = try seconds(repeating: 3) { try neurons(of: model, sequenceCount: 16) }
    print("  16 sequences, \(Threads.count) threads: \(figure(16 * 512 / all, digits: 0)) tokens/s")

    let threads = Threads.count
    Threads.count = 1
    defer { Threads.count = threads }
    let pass = try processorSeconds { try neurons(of: model, sequenceCount: 4) }
    let products = ProductShape.gpt2Small(rowCount: 4 * 512).map { shape in
      (shape: shape, seconds: shape.seconds { processorSeconds($0) })
    }
    // The last block's neurons need no product behind them.
    let layers = products.reduce(-products[2].seconds) {
      $0 + 12 * Double($1.shape.count) * $1.seconds
    }
    let rate =
      products.reduce(0) { $0 + Double($1.shape.count) * $1.shape.operations }
      / products.reduce(0) { $0 + Double($1.shape.count) * $1.seconds }
    // Queries meet the keys before them, half of all, and those of their own block of 64.
    let heads = 12.0 * 12 * 4 * 4 * 64 * Double(512 * (512 + 64) / 2)
    print("  4 sequences, 1 thread: \(figure(4 * 512 / pass, digits: 0)) tokens/s of its own time")
    print("    layers' products by themselves: \(figure(rate / 1e9)) GFLOP/s,")
    print(
      "    \(figure(100 * layers / pass)) % of the pass;",
      "attention's at that rate: \(figure(100 * heads / rate / pass)) %")
  }
}

private func neurons(of model: Transformer, sequenceCount: Int) throws {
  let sequences = (0..<sequenceCount).map { sequence in
    (0..<512).map { (sequence * 7919 + $0 * 104_729) % model.configuration.dVocab }
  }
  let sites = (0..<12).map { "blocks.\($0).mlp.hook_post" }
  let cache = try model(Run(sequences, sites: Set(sites))).cache
  precondition(cache.siteNames.count == 12, "forward: sites are missing")
}
