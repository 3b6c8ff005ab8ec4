import Checkpoints
import Foundation
import Tensors
import Transformers

extension Benchmark {
  /// The most memory that a process has while it reads a model and then every weight of it.
  static let loading = Benchmark(
    name: "loading", summary: "peak memory while a model is read, by its weights' own memory"
  ) {
    let folder = FileManager.default.temporaryDirectory.path + "/thresher-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for format in [FloatFormat.float32, .float16] {
      try writeGPT2Small(to: "\(folder)/\(format.rawValue)", storedAs: format)
      try printPeaks("gpt2, safetensors of \(format.rawValue)", "\(folder)/\(format.rawValue)")
    }
    let smollm2 = "Checkpoints/smollm2-135m/SmolLM2-135M-Instruct.Q4_1.gguf"
    guard FileManager.default.fileExists(atPath: smollm2) else {
      return print("  smollm2-135m, GGUF: skipped, it is not in Checkpoints")
    }
    try printPeaks("smollm2-135m, GGUF", smollm2)
  }

  /// Reads a model in this process, and says what that took.
  static func readModel(at path: String, processing: Processing) throws {
    let before = ProcessMemory.restartPeak()
    let model =
      path.hasSuffix(".gguf")
      ? try Transformer(gguf: path, processing: processing)
      : try Transformer(folder: path, processing: processing)
    let size = 4 * model.weights.matrices.reduce(0) { $0 + countAfterReading($1) }
    let peak = ProcessMemory.peak - before
    print(
      "\(figure(Double(size) / 1e6)) MB of weights, peak \(figure(Double(peak) / 1e6)) MB,",
      "\(figure(Double(peak) / Double(size), digits: 2)) x")
  }
}

/// Reads a model once as it is and once processed, each time in a process of its own.
private func printPeaks(_ name: String, _ path: String) throws {
  for processing in ["none", "standard"] {
    print("  \(name), processing \(processing): ", terminator: "")
    fflush(nil)
    let reader = Process()
    reader.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    reader.arguments = ["read", path, processing]
    try reader.run()
    reader.waitUntilExit()
  }
}

/// How many elements a matrix has, all of which are read, so that a mapped file's are in RAM.
private func countAfterReading(_ matrix: Matrix?) -> Int {
  guard let matrix else { return 0 }
  for row in 0..<matrix.rows { _ = sum(matrix[row: row]) }
  return matrix.count
}

extension TransformerWeights {
  /// Every weight; an unembedding that is the embedding is counted once.
  fileprivate var matrices: [Matrix?] {
    [embedding, positionEmbedding, finalNorm?.scale, finalNorm?.shift, unembedding.bias]
      + (address(of: unembedding.weight) == address(of: embedding) ? [] : [unembedding.weight])
      + blocks.flatMap(\.matrices)
  }
}

extension BlockWeights {
  fileprivate var matrices: [Matrix?] {
    let linears = [query, key, value, output, mlp?.gate, mlp?.input, mlp?.output]
    let norms = [attentionNorm, mlp?.norm, mlp?.activationNorm]
    return linears.flatMap { [$0?.weight, $0?.bias] } + norms.flatMap { [$0?.scale, $0?.shift] }
  }
}

private func address(of matrix: Matrix) -> UnsafePointer<Float>? {
  matrix[row: 0].withUnsafeBufferPointer { $0.baseAddress }
}

/// The memory of this process that is in RAM, mapped files included, as Linux counts it.
enum ProcessMemory {
  /// Forgets the peak so far, and gives what there is now, in bytes.
  static func restartPeak() -> Int {
    _ = FileManager.default.createFile(atPath: "/proc/self/clear_refs", contents: Data("5".utf8))
    return bytes(of: "VmRSS")
  }

  /// The most there has been since, in bytes.
  static var peak: Int { bytes(of: "VmHWM") }

  private static func bytes(of key: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }
}

/// Writes a model of GPT-2 small's shape in Hugging Face's layout.
private func writeGPT2Small(to folder: String, storedAs format: FloatFormat) throws {
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  let facts = """
    {"model_type": "gpt2", "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024,
     "vocab_size": 50257}
    """
  try Data(facts.utf8).write(to: URL(fileURLWithPath: "\(folder)/config.json"))
  func weight(_ name: String, _ shape: Int...) -> (String, Tensor) {
    let last = shape[shape.count - 1]
    let row = Matrix(row: (0..<last).map { 0.02 * Float($0 % 7 - 3) })
    let rows = shape.dropLast().reduce(1, *)
    return (name, Tensor(Matrix(repeating: row, rows: rows), shape: shape))
  }
  func norm(_ name: String) -> [(String, Tensor)] {
    [weight("\(name).weight", 768), weight("\(name).bias", 768)]
  }
  func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> [(String, Tensor)] {
    [weight("\(name).weight", inputs, outputs), weight("\(name).bias", outputs)]
  }
  var tensors = [weight("wte.weight", 50_257, 768), weight("wpe.weight", 1024, 768)]
  tensors += norm("ln_f")
  for layer in 0..<12 {
    let block = "h.\(layer)"
    tensors += norm("\(block).ln_1") + norm("\(block).ln_2")
    tensors += linear("\(block).attn.c_attn", 768, 3 * 768)
    tensors += linear("\(block).attn.c_proj", 768, 768)
    tensors += linear("\(block).mlp.c_fc", 768, 3072)
    tensors += linear("\(block).mlp.c_proj", 3072, 768)
  }
  try Safetensors.write(tensors, storedAs: format, to: "\(folder)/model.safetensors")
}
