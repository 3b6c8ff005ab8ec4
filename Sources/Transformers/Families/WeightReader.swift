import Checkpoints
import Tensors

/// Reads a model's weights from its file, under the names that a family gives them.
///
/// Every shape that is read is one that the configuration says, so that a file that contradicts it
/// is refused by the name of the tensor.
struct WeightReader: Sendable {
  private let checkpoint: any Checkpoint
  private let prefix: String

  /// Reads from a checkpoint whose names may or may not begin with `prefix`.
  init(_ checkpoint: any Checkpoint, prefix: String = "") {
    self.checkpoint = checkpoint
    self.prefix = prefix
  }

  /// The file.
  var path: String { checkpoint.path }

  /// Reads from the same file, where a name may or may not begin with `prefix`.
  func withOptionalPrefix(_ prefix: String) -> WeightReader {
    WeightReader(checkpoint, prefix: prefix)
  }

  /// Whether there is a tensor of that name.
  func contains(_ name: String) -> Bool { checkpoint.info(fullName(of: name)) != nil }

  /// The lengths of a tensor's axes; nil when there is none of that name.
  func shape(of name: String) -> [Int]? { checkpoint.info(fullName(of: name))?.shape }

  /// A tensor of the given shape.
  func tensor(_ name: String, _ shape: [Int]) throws -> Tensor {
    let tensor = try checkpoint.tensor(fullName(of: name))
    guard tensor.shape == shape else {
      throw TransformerError(
        code: .wrongShape,
        message: """
          tensor '\(fullName(of: name))' has shape \(tensor.shape) where the configuration says \
          \(shape)
          """, path: checkpoint.path)
    }
    return tensor
  }

  /// A tensor of two axes.
  func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> Matrix {
    try tensor(name, [rows, columns]).matrix
  }

  /// A tensor of one axis, shape `[1, count]`.
  func vector(_ name: String, _ count: Int) throws -> Matrix { try tensor(name, [count]).matrix }

  /// A weight and, where the file has one, its bias: `name.weight` and `name.bias`.
  func linear(
    _ name: String, from inputs: Int, to outputs: Int, _ layout: Linear.Layout = .outputInput
  ) throws -> Linear {
    let (rows, columns) = layout == .inputOutput ? (inputs, outputs) : (outputs, inputs)
    let bias = contains("\(name).bias") ? try vector("\(name).bias", outputs) : nil
    return Linear(
      weight: try matrix("\(name).weight", rows, columns), layout: layout, bias: bias)
  }

  /// A scale and, where the file has one, its shift: `name.weight` and `name.bias`.
  func normalization(_ name: String, over width: Int) throws -> NormalizationWeights {
    let shift = contains("\(name).bias") ? try vector("\(name).bias", width) : nil
    return NormalizationWeights(scale: try vector("\(name).weight", width), shift: shift)
  }

  /// The unembedding of the given name, or the embedding where the file has none: they are tied.
  func unembedding(
    _ name: String, orTiedTo embedding: Matrix, _ configuration: TransformerConfiguration
  ) throws -> Linear {
    guard contains("\(name).weight") else {
      return Linear(weight: embedding, layout: .outputInput)
    }
    return try linear(name, from: configuration.dModel, to: configuration.dVocabOut)
  }

  private func fullName(of name: String) -> String {
    checkpoint.info(prefix + name) == nil ? name : prefix + name
  }
}
