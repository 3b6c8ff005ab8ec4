/// A view of a storage, as a pickle describes it.
struct PyTorchTensor: Sendable {
  let storage: PyTorchStorage
  let type: ScalarType
  let view: StridedView

  /// Makes a view; nil when its numbers are no array inside a storage of the count that is claimed.
  init?(_ storage: PyTorchStorage, type: ScalarType, offset: Int, shape: [Int], strides: [Int]) {
    let limit = storage.type == nil ? storage.count / type.blockByteCount : storage.count
    guard let view = StridedView(shape: shape, strides: strides, offset: offset, limit: limit)
    else { return nil }
    self.storage = storage
    self.type = type
    self.view = view
  }
}
