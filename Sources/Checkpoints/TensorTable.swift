/// The tensors that a file lists, to be found by name.
struct TensorTable: Sendable {
  let path: String

  /// The names, in the file's order.
  let names: [String]

  private let infos: [String: TensorInfo]

  /// Makes the table.
  ///
  /// - Throws: `CheckpointError` with code `.malformed` when two tensors bear one name.
  init(_ tensors: [TensorInfo], path: String) throws(CheckpointError) {
    self.path = path
    names = tensors.map(\.name)
    infos = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    guard infos.count == tensors.count else {
      let twice = Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys.min()
      throw CheckpointError(
        code: .malformed, message: "two tensors are named '\(twice ?? "")'", path: path)
    }
  }

  subscript(name: String) -> TensorInfo? { infos[name] }

  /// The tensor of the given name, or an error that says what there is instead.
  func required(_ name: String) throws(CheckpointError) -> TensorInfo {
    if let info = infos[name] { return info }
    let some = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let found = names.isEmpty ? "it has none" : "it has \(names.count), such as \(some)"
    throw CheckpointError(
      code: .missingTensor, message: "no tensor is named '\(name)'; \(found)", path: path)
  }
}

/// Makes sure that no two tensors of a file share bytes, as no program would write them.
func refuseOverlaps(_ tensors: [TensorInfo]) throws(CheckpointError) {
  let sorted = tensors.filter { !$0.byteRange.isEmpty }
    .sorted { $0.byteRange.lowerBound < $1.byteRange.lowerBound }
  for (first, second) in zip(sorted, sorted.dropFirst())
  where second.byteRange.lowerBound < first.byteRange.upperBound {
    throw CheckpointError(
      code: .malformed,
      message: "tensors '\(first.name)' and '\(second.name)' overlap: the first ends at byte "
        + "\(first.byteRange.upperBound)",
      path: first.path, byteOffset: second.byteRange.lowerBound)
  }
}
