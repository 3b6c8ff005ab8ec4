import Checkpoints
import Gradients
import Tensors

/// A file of another tool's tensors, asked for by the shapes that they must have.
struct PeerFile {
  private let checkpoint: any Checkpoint

  /// What stands before every name, such as `state_dict.`.
  private let prefix: String

  /// What the file says beside its tensors, by key.
  let properties: [String: MetadataValue]

  init(path: String, prefix: String = "") throws(AutoencoderError) {
    do {
      checkpoint = try openCheckpoint(at: path)
    } catch {
      throw AutoencoderError(error)
    }
    self.prefix = prefix
    properties = checkpoint.properties
  }

  private init(_ checkpoint: any Checkpoint, prefix: String) {
    self.checkpoint = checkpoint
    self.prefix = prefix
    properties = checkpoint.properties
  }

  /// The same file, where names have something before them.
  func prefixed(_ prefix: String) -> PeerFile { PeerFile(checkpoint, prefix: prefix) }

  var path: String { checkpoint.path }

  /// Whether it has a tensor.
  func has(_ name: String) -> Bool { checkpoint.info(prefix + name) != nil }

  /// The names of its tensors.
  var tensorNames: [String] { checkpoint.tensorNames }

  /// The lengths of a matrix's two axes.
  func shape(_ name: String) throws(AutoencoderError) -> (rows: Int, columns: Int) {
    guard let shape = checkpoint.info(prefix + name)?.shape, shape.count == 2,
      shape.allSatisfy({ $0 >= 1 })
    else { throw wrongShape(name, expected: "two axes") }
    return (shape[0], shape[1])
  }

  /// A matrix of the given shape.
  func matrix(_ name: String, _ rows: Int, _ columns: Int) throws(AutoencoderError) -> Matrix {
    try tensor(name, shape: [rows, columns])
  }

  /// A vector of the given length, as a row.
  func row(_ name: String, _ count: Int) throws(AutoencoderError) -> Matrix {
    try tensor(name, shape: [count])
  }

  /// A number.
  func number(_ name: String) throws(AutoencoderError) -> Float {
    guard checkpoint.info(prefix + name)?.count == 1 else {
      throw wrongShape(name, expected: "one number")
    }
    return try finite(name).elements[0]
  }

  private func tensor(_ name: String, shape: [Int]) throws(AutoencoderError) -> Matrix {
    guard checkpoint.info(prefix + name)?.shape == shape else {
      throw wrongShape(name, expected: "shape \(shape)")
    }
    return try finite(name).matrix
  }

  private func finite(_ name: String) throws(AutoencoderError) -> Tensor {
    let tensor: Tensor
    do {
      tensor = try checkpoint.tensor(prefix + name)
    } catch {
      throw AutoencoderError(error)
    }
    guard squaredNorm(of: tensor.matrix).isFinite else {
      throw AutoencoderError(
        code: .notFinite, message: "tensor '\(prefix + name)' has a number that is not finite",
        path: path)
    }
    return tensor
  }

  private func wrongShape(_ name: String, expected: String) -> AutoencoderError {
    let found = checkpoint.info(prefix + name).map { "shape \($0.shape)" } ?? "none of that name"
    return AutoencoderError(
      code: .badFile,
      message: "expected a tensor '\(prefix + name)' of \(expected), found \(found)",
      path: path)
  }
}
