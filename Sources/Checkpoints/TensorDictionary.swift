public import Tensors

/// Named tensors in memory, read as a file's are.
public struct TensorDictionary: Checkpoint {
  public let path: String

  private let tensors: [String: Tensor]

  /// Holds tensors by name.
  ///
  /// - Parameters:
  ///   - tensors: The tensors.
  ///   - name: What messages call them, in the place of a file's path.
  public init(_ tensors: [String: Tensor], name: String) {
    self.tensors = tensors
    path = name
  }

  public var tensorNames: [String] { tensors.keys.sorted() }

  public func info(_ name: String) -> TensorInfo? {
    tensors[name].map {
      TensorInfo(name: name, type: .float32, shape: $0.shape, path: path, byteRange: 0..<0)
    }
  }

  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    guard let tensor = tensors[name] else {
      throw CheckpointError(code: .missingTensor, message: "no tensor '\(name)'", path: path)
    }
    return tensor
  }
}
