import Activations
import Corpora
import Foundation
import Harvest
import Tensors
import Tokenizers
import Transformers

extension Benchmark {
  /// Harvests with a random GPT-2 small, against its forward pass alone.
  static let harvesting = Benchmark(
    name: "harvesting", summary: "GPT-2 small, contexts of 512 tokens, against the model alone"
  ) {
    let model = try randomModel()
    let residual = ["blocks.8.hook_resid_pre"]
    try measure(model, residual, .float32, "blocks.8.hook_resid_pre, float32")
    let neurons = (0..<12).map { "blocks.\($0).mlp.hook_post" }
    try measure(model, neurons, .float16, "every mlp.hook_post, float16")
    try measure(model, neurons, .float32, "every mlp.hook_post, float32")
  }
}

/// Harvests some sites into six shards, so that what is written of the last when the model is done
/// counts for little; before and after that, runs the model on such batches without keeping anything.
private func measure(
  _ model: LanguageModel, _ names: [String], _ format: RowFormat, _ title: String
) throws {
  let (tokens, tokensAlone) = (6 * 8192, 2 * 8192)
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "thresher-benchmark-\(UUID().uuidString)"
  ).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  try writeText(byteCount: tokens, to: "\(folder)/text.txt")
  let sites = model.configuration.sites.filter { names.contains($0.name) }
  var options = HarvestOptions(
    sites: sites.map { .init($0, format: format) }, contextSize: 512, bos: .never)
  options.shardRows = 8192
  let batch = min(4096, (64 << 20) / sites.reduce(0) { $0 + $1.width } / 512 * 512)
  options.batchTokens = batch
  var alone = try forwardSeconds(of: model, names, tokens: tokensAlone, batch: batch)
  let outcome = try Harvester(
    model: model, corpus: Corpus(sources: ["\(folder)/text.txt"]), options: options,
    folder: "\(folder)/harvest"
  ).harvest()
  alone += try forwardSeconds(of: model, names, tokens: tokensAlone, batch: batch)
  let (times, rateAlone) = (outcome.times, Double(2 * tokensAlone) / alone)
  precondition(outcome.manifest.shards.reduce(0) { $0 + ($1.rows ?? 0) } == tokens)
  func share(_ seconds: Double) -> String { "\(figure(100 * seconds / times.total)) %" }
  let rate = Double(tokens) / times.total
  print("  \(title): \(figure(rate, digits: 0)) tokens/s,")
  print(
    "    \(figure(100 * rate / rateAlone)) % of the model alone",
    "(\(figure(rateAlone, digits: 0)) tokens/s);")
  print(
    "    computing \(share(times.computing)), waiting for text \(share(times.waitingForText)),",
    "for the writer \(share(times.waitingForWriter)); writing beside it \(share(times.writing))")
}

/// How long the model takes for the same batches, the sites recorded and dropped.
private func forwardSeconds(
  of model: LanguageModel, _ names: [String], tokens: Int, batch: Int
) throws -> Double {
  try seconds(repeating: 1) {
    for start in stride(from: 0, to: tokens, by: batch) {
      let count = min(batch, tokens - start) / 512
      let sequences = (0..<count).map { sequence in
        (0..<512).map { 97 + (sequence * 7 + $0 * 11) % 26 }
      }
      _ = try model.transformer(Run(sequences, sites: Set(names)))
    }
  }
}

/// A text of letters, of which each is a token.
private func writeText(byteCount: Int, to path: String) throws {
  let bytes = (0..<byteCount).map { index in
    let letter = (index * index / 7 + index % 13) % 26
    return UInt8(97 + letter)
  }
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// A GPT-2 small of random weights, whose first tokens are the bytes.
private func randomModel() throws -> LanguageModel {
  let printable = Set(Array(33...126) + Array(161...172) + Array(174...255))
  var next = 256
  let letters = (0..<256).map { byte in
    var scalar = byte
    if !printable.contains(byte) {
      scalar = next
      next += 1
    }
    return Unicode.Scalar(scalar).map { String(Character($0)) } ?? ""
  }
  return LanguageModel(
    name: "random", path: "random", transformer: try Transformer(randomWeightsOf: .gpt2(), seed: 1),
    tokenizer: try Tokenizer(
      tokens: letters, merges: [], preTokenizer: "gpt-2", path: "bytes"),
    processing: .none)
}
