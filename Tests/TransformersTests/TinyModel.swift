import Checkpoints
import Tensors
import TestSupport

@testable import Transformers

/// A tiny seeded model and what TransformerLens computed with it.
struct TinyModel {
  let model: Transformer
  let expected: SafetensorsFile
  let sequences: [[Int]]

  init(_ family: String) throws {
    let folder = goldenPath("Transformers/\(family)")
    model = try Transformer(folder: folder)
    expected = try SafetensorsFile(path: "\(folder)/expected.safetensors")
    let tokens = try expected.tensor("tokens")
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
