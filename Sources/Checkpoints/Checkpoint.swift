public import Tensors

/// Named tensors in a file, whatever its format.
public protocol Checkpoint: Sendable {
  /// The file, as its path was given.
  var path: String { get }

  /// The names of all tensors, in the order in which the file lists them.
  var tensorNames: [String] { get }

  /// What the file says of itself, by key.
  var properties: [String: MetadataValue] { get }

  /// What the file says of a tensor; nil when it has none of that name.
  func info(_ name: String) -> TensorInfo?

  /// The values of a tensor as float32.
  ///
  /// They stay in the mapped file where it stores aligned float32, and are converted otherwise,
  /// on every call.
  ///
  /// - Throws: `CheckpointError` with code `.missingTensor` when there is none of that name.
  func tensor(_ name: String) throws(CheckpointError) -> Tensor
}

extension Checkpoint {
  public var properties: [String: MetadataValue] { [:] }
}
