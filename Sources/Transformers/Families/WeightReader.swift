import Checkpoints
import Tensors

/// Reads a model's weights from its file, under the names that a family gives them.
struct WeightReader: Sendable {
  private let checkpoint: any Checkpoint
  private let prefix: String

  /// Reads from a checkpoint whose names may or may not begin with `prefix`.
  init(_ checkpoint: any Checkpoint, prefix: String = "") {
    self.checkpoint = checkpoint
    self.prefix = prefix
  }

  /// Reads from the same file, where a name may or may not begin with `prefix`.
  func withOptionalPrefix(_ prefix: String) -> WeightReader {
    WeightReader(checkpoint, prefix: prefix)
  }

  /// Whether there is a tensor of that name.
  func contains(_ name: String) -> Bool { checkpoint.info(fullName(of: name)) != nil }

  /// A tensor of two axes.
  func matrix(_ name: String) throws -> Matrix {
    let tensor = try read(name)
    guard tensor.shape.count == 2 else {
      throw TransformerError(
        code: .wrongShape,
        message: "tensor '\(name)' has shape \(tensor.shape), expected two axes",
        path: checkpoint.path)
    }
    return tensor.matrix
  }

  /// A tensor of one axis, shape `[1, count]`.
  func vector(_ name: String) throws -> Matrix {
    let tensor = try read(name)
    guard tensor.shape.count == 1 else {
      throw TransformerError(
        code: .wrongShape,
        message: "tensor '\(name)' has shape \(tensor.shape), expected one axis",
        path: checkpoint.path)
    }
    return tensor.matrix
  }

  /// A weight and, where the file has one, its bias: `name.weight` and `name.bias`.
  func linear(_ name: String, _ layout: Linear.Layout) throws -> Linear {
    let bias = contains("\(name).bias") ? try vector("\(name).bias") : nil
    return Linear(weight: try matrix("\(name).weight"), layout: layout, bias: bias)
  }

  /// A scale and, where the file has one, its shift: `name.weight` and `name.bias`.
  func normalization(_ name: String) throws -> NormalizationWeights {
    let shift = contains("\(name).bias") ? try vector("\(name).bias") : nil
    return NormalizationWeights(scale: try vector("\(name).weight"), shift: shift)
  }

  private func read(_ name: String) throws -> Tensor {
    try checkpoint.tensor(fullName(of: name))
  }

  private func fullName(of name: String) -> String {
    checkpoint.info(prefix + name) == nil ? name : prefix + name
  }
}
