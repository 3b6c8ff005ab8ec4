import Checkpoints
import Foundation
import Tensors
import Tokenizers
import Transformers

/// A reader, the files to begin with, and what it does with each.
struct Reader: Sendable {
  let name: String

  /// How the names of its files end.
  let suffix: String

  /// Where its files lie, from the repository's root: golden files by the ends of their names.
  let folder: String
  let endings: [String]

  /// Other files to begin with.
  var others: [String] = []

  /// Reads a file to its last number; an error that it throws is a refusal, whatever ends the program
  /// a fault.
  let read: @Sendable (String) throws -> Void

  /// Whether the reader takes the file.
  func takes(_ path: String) -> Bool { (try? read(path)) != nil }

  func seeds() throws -> [[UInt8]] {
    let root = "Tests/Goldens/\(folder)"
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return try names.sorted().filter { name in endings.contains { name.hasSuffix($0) } }
      .map { Array(try Data(contentsOf: URL(fileURLWithPath: "\(root)/\($0)"))) }
      .filter { $0.count < 1 << 16 } + others.map { Array($0.utf8) }
  }

  static let all = [
    Reader(
      name: "safetensors", suffix: ".safetensors", folder: "Checkpoints", endings: [".safetensors"]
    ) { try readAll(try SafetensorsFile(path: $0)) },
    Reader(name: "gguf", suffix: ".gguf", folder: "Checkpoints", endings: [".gguf"]) {
      try readAll(try GGUFFile(path: $0))
    },
    Reader(
      name: "torch", suffix: ".pt", folder: "Checkpoints", endings: [".pt", ".pkl.gz"]
    ) { try readAll(try PyTorchFile(path: $0)) },
    Reader(
      name: "numpy", suffix: ".npz", folder: "Checkpoints", endings: [".npy", ".npz"]
    ) { try readAll(try NumpyFile(path: $0)) },
    Reader(
      name: "zip", suffix: ".zip", folder: "Checkpoints",
      endings: [".npz", "types.pt", "packed.pt"]
    ) { try readAll(try openCheckpoint(at: $0)) },
    Reader(
      name: "tokenizer", suffix: ".json", folder: "Tokenizers",
      endings: [
        "bytes.json", "llama3.json", "metaspace.json", "characters.json", "o200k.json",
        "words.json", "spaces.json",
      ]
    ) { path in
      let tokenizer = try Tokenizer(file: path)
      let tokens = tokenizer.encode("<h1>Titre é 12</h1>\n  日本 <mask> <s>")
      _ = tokenizer.decode(tokens.map(\.id))
    },
    Reader(
      name: "config", suffix: ".json", folder: "Transformers", endings: ["config.json"]
    ) { try readModel(configuration: $0) },
    Reader(
      name: "index", suffix: ".index.json", folder: "Transformers", endings: ["config.json"],
      others: [#"{"metadata": {"total_size": 9}, "weight_map": {"a": "b.safetensors"}}"#]
    ) { try readAll(try openCheckpoint(at: $0)) },
  ]
}

/// Opens a small model's folder whose configuration is the file at a path.
private func readModel(configuration path: String) throws {
  let files = FileManager.default
  let folder = path + ".model"
  try? files.removeItem(atPath: folder)
  try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
  try files.copyItem(atPath: path, toPath: folder + "/config.json")
  let size = try files.attributesOfItem(atPath: path)[.size] as? Int ?? 0
  let family = ["gpt2", "llama", "gpt_neox", "qwen2"][size % 4]  // The same weights each time.
  try files.createSymbolicLink(
    atPath: folder + "/model.safetensors",
    withDestinationPath: files.currentDirectoryPath
      + "/Tests/Goldens/Transformers/\(family)/model.safetensors")
  _ = try Transformer(folder: folder)
}

private func readAll(_ checkpoint: any Checkpoint) throws {
  _ = checkpoint.properties.count
  var firstError: (any Error)?
  for name in checkpoint.tensorNames {
    do { _ = try checkpoint.tensor(name).elements.count } catch { firstError = error }
  }
  if let firstError { throw firstError }
}
