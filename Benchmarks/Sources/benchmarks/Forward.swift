import Tensors
import Transformers

extension Benchmark {
  /// The forward pass of a random GPT-2 small, all neurons recorded.
  static let forward = Benchmark(
    name: "forward", summary: "GPT-2 small, 16 sequences of 512 tokens, every mlp.hook_post"
  ) {
    let configuration = TransformerConfiguration.gpt2()
    let model = try Transformer(randomWeightsOf: configuration, seed: 1)
    let sequences = (0..<16).map { sequence in
      (0..<512).map { (sequence * 7919 + $0 * 104_729) % configuration.dVocab }
    }
    let sites = (0..<12).map { "blocks.\($0).mlp.hook_post" }
    let run = Run(sequences, sites: Set(sites))
    let result = try model(run)
    precondition(result.cache.siteNames.count == 12, "forward: sites are missing")

    // The last block's neurons need no product behind them.
    let shapes = ProductShape.gpt2Small(rowCount: 8192)
    let last = shapes[2]
    var productTime = 0.0
    var time = Double.infinity
    for _ in 0..<3 {
      let products = shapes.reduce(0) { $0 + Double(12 * $1.count) * $1.seconds() }
      productTime = max(productTime, products)
      time = min(time, try seconds(repeating: 1) { _ = try model(run) })
    }
    let layerOperations = shapes.reduce(0) { $0 + Double($1.count) * $1.operations }
    let attention = 12.0 * 12 * 16 * 2 * 2 * 64 * Double(512 * (512 + 64) / 2)
    let operations = 12 * layerOperations - last.operations + attention
    print("  \(figure(8192 / time, digits: 0)) tokens/s")
    print("  \(figure(operations / time / 1e9)) GFLOP/s")
    let rate = 12 * layerOperations / productTime / 1e9
    print("  layers' products alone: \(figure(rate)) GFLOP/s")
    print("  the pass at that rate: \(figure(100 * operations / rate / 1e9 / time)) % of its time")
  }
}
