/// The classes and functions that a file of `torch.save` may call, and what becomes of the others.
enum PyTorchGlobals {
  /// What a call makes: a tensor, a container, or an inert record of the callee's name.
  ///
  /// - Parameters:
  ///   - callee: What is called.
  ///   - arguments: A sequence.
  ///   - heap: Where containers go.
  ///   - cursor: The place of the call, for errors.
  /// - Returns: The value.
  /// - Throws: `CheckpointError` when a tensor does not fit its storage.
  static func call(
    _ callee: PickleValue, _ arguments: PickleValue, _ heap: inout PickleHeap,
    _ cursor: borrowing ByteCursor
  ) throws(CheckpointError) -> PickleValue {
    guard case .global(let name) = callee else { return heap.record("an object") }
    let items = heap.items(arguments) ?? []
    switch name {
    case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2":
      return heap.tensor(try tensor(items, dtype: nil, heap, cursor))
    case "torch._utils._rebuild_tensor_v3" where items.count >= 7:
      return heap.tensor(try tensor(items, dtype: items[6], heap, cursor))
    case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state":
      return items.first ?? .none
    case "torch._tensor._rebuild_from_type_v2" where items.count >= 3:
      guard case .global(let function) = items[0], function.hasPrefix("torch._utils.") else {
        return heap.record(name)
      }
      return try call(items[0], items[2], &heap, cursor)
    case "collections.OrderedDict": return heap.dictionary()
    case "builtins.list", "builtins.tuple", "builtins.set", "torch.Size", "__builtin__.set":
      return items.first ?? heap.sequence([])
    default: return heap.record(name)
    }
  }

  /// The tensor of the arguments `(storage, offset, shape, strides, …)`.
  private static func tensor(
    _ items: [PickleValue], dtype: PickleValue?, _ heap: PickleHeap,
    _ cursor: borrowing ByteCursor
  ) throws(CheckpointError) -> PyTorchTensor {
    guard items.count >= 4, case .storage(let index) = items[0],
      case .integer(let offset) = items[1], let shape = heap.lengths(items[2]),
      let strides = heap.lengths(items[3])
    else {
      throw cursor.error(.malformed, "expected a storage, offset, shape and strides in the pickle")
    }
    let storage = heap.storages[index]
    guard let type = type(dtype) ?? storage.type else {
      throw cursor.error(
        .unsupported, "a tensor of storage '\(storage.key)' has a type that Thresher does not read")
    }
    guard
      let tensor = PyTorchTensor(
        storage, type: type, offset: offset, shape: shape, strides: strides)
    else {
      throw cursor.error(
        .malformed,
        "a tensor of shape \(shape) and strides \(strides) from \(offset) does not fit storage "
          + "'\(storage.key)' of \(storage.count)")
    }
    return tensor
  }

  private static func type(_ dtype: PickleValue?) -> ScalarType? {
    guard case .global(let name)? = dtype else { return nil }
    return types[name]
  }

  private static let types: [String: ScalarType] = [
    "torch.float64": .float64, "torch.float32": .float32, "torch.float16": .float16,
    "torch.bfloat16": .bfloat16, "torch.float8_e4m3fn": .float8E4M3,
    "torch.float8_e5m2": .float8E5M2, "torch.float8_e8m0fnu": .float8E8M0,
    "torch.float8_e4m3fnuz": .float8E4M3FNUZ, "torch.float8_e5m2fnuz": .float8E5M2FNUZ,
    "torch.complex64": .complex64, "torch.complex128": .complex128,
    "torch.int64": .int64, "torch.int32": .int32, "torch.int16": .int16, "torch.int8": .int8,
    "torch.uint64": .uint64, "torch.uint32": .uint32, "torch.uint16": .uint16,
    "torch.uint8": .uint8, "torch.bool": .bool,
  ]
}
