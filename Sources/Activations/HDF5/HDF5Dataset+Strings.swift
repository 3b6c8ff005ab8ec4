import CHDF5

extension HDF5Dataset {
  /// Every string of a dataset of one axis, of fixed or variable length; what isn't UTF-8 is
  /// repaired.
  func strings() throws(ActivationError) -> [String] {
    let type = try type()
    guard type.isString && shape.count == 1 else {
      throw ActivationError(
        code: .wrongType, message: "expected a row of strings, found a \(type.name) of \(shape)",
        path: path, place: name)
    }
    return type.isVariableString
      ? try variableStrings(as: type) : try fixedStrings(as: type)
  }

  private func variableStrings(as type: borrowing HDF5Type) throws(ActivationError) -> [String] {
    let space = try HDF5Dataspace(ofDataset: id, path: path, place: name)
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: shape[0])
    var elements = pointers.mutableSpan
    var bytes = elements.mutableBytes
    try read(rows: 0..<shape[0], as: type, into: &bytes)
    defer { H5Dvlen_reclaim(type.id, space.id, thresher_h5p_default(), &pointers) }
    return pointers.map { $0.map { String(cString: $0) } ?? "" }
  }

  private func fixedStrings(as type: borrowing HDF5Type) throws(ActivationError) -> [String] {
    let size = type.byteCount
    var characters = [UInt8](repeating: 0, count: size * shape[0])
    var elements = characters.mutableSpan
    var bytes = elements.mutableBytes
    try read(rows: 0..<shape[0], as: type, into: &bytes)
    return (0..<shape[0]).map { row in
      let text = characters[row * size..<(row + 1) * size].prefix { $0 != 0 }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
