import Checkpoints
import Tensors
import TestSupport

@testable import Transformers

/// A tiny seeded model and what TransformerLens computed with it.
struct TinyModel {
  let model: Transformer
  let expected: SafetensorsFile
  let sequences: [[Int]]

  /// Every family and kind of model that a golden holds.
  static let families = [
    "gpt2", "gpt_neo", "gpt_neox", "llama", "llama3", "mistral", "qwen2", "solu", "solu_final_rms",
    "attention_only", "parallel", "gated", "adjacent", "bare",
  ]

  /// Those whose attention can be refactored.
  static let refactoredFamilies = families.filter {
    [
      "gpt2", "gpt_neo", "solu", "solu_final_rms", "attention_only", "parallel", "bare",
    ].contains($0)
  }

  init(_ family: String, expectedIn file: String = "expected") throws {
    let folder = goldenPath("Transformers/\(family)")
    model = try Transformer(folder: folder)
    expected = try SafetensorsFile(path: "\(folder)/\(file).safetensors")
    let tokens = try SafetensorsFile(path: "\(folder)/expected.safetensors").tensor("tokens")
    sequences = (0..<tokens.shape[0]).map { row in
      (0..<tokens.shape[1]).map { Int(tokens.matrix[row, $0]) }
    }
  }

  /// An expected activation as our runs lay it out: a row for each position of each sequence.
  func rows(_ name: String) throws -> Matrix {
    let tensor = try expected.tensor(name)
    let rowCount = tensor.shape[0] * tensor.shape[1]
    return tensor.matrix.reshaped(rows: rowCount, columns: tensor.count / rowCount)
  }

  /// An expected score or pattern of one sequence, `[head, query, key]`.
  func square(_ name: String, sequence: Int) throws -> Tensor {
    let tensor = try expected.tensor(name)
    let rowCount = tensor.matrix.rows / tensor.shape[0]
    return Tensor(
      tensor.matrix.rows(sequence * rowCount..<(sequence + 1) * rowCount),
      shape: Array(tensor.shape.dropFirst()))
  }
}
