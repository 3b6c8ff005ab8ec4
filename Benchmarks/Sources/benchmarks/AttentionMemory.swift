import Tensors
import Transformers

extension Benchmark {
  /// How much memory a pass takes whose whole attention patterns would not fit beside it.
  static let attention = Benchmark(
    name: "attention", summary: "peak memory of one layer of 12 heads, dModel 96, by context"
  ) {
    let before = ProcessMemory.restartPeak()
    for (count, length) in [(8, 1024), (4, 2048), (2, 4096), (1, 8192)] {
      let model = try Transformer(
        randomWeightsOf: .gpt2(
          layerCount: 1, headCount: 12, dModel: 96, dVocab: 100, contextSize: length), seed: 1)
      let sequences = Array(repeating: (0..<length).map { $0 % 100 }, count: count)
      _ = ProcessMemory.restartPeak()
      _ = try model(Run(sequences, sites: ["blocks.0.hook_resid_post"]))
      let peak = Double(ProcessMemory.peak - before) / 1e6
      let patterns = 4 * Double(count * 12 * length * length) / 1e6
      print(
        "  \(count) x \(length) tokens: \(figure(peak)) MB;",
        "whole patterns would take \(figure(patterns, digits: 0)) MB")
    }
  }
}
