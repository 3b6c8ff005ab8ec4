import CHDF5

/// A named value beside a file's root or a dataset, open until this value's life ends.
struct HDF5Attribute: ~Copyable, Sendable {
  private let handle: HDF5Handle
  private let path: String
  private let name: String
  private var id: hid_t { handle.id }

  private init(
    creating name: String, on object: hid_t, type: borrowing HDF5Type,
    space: borrowing HDF5Dataspace, path: String
  ) throws(ActivationError) {
    let (typeID, spaceID) = (type.id, space.id)
    handle = HDF5Handle(
      try hdf5("H5Acreate", path: path, place: name, code: .cannotWrite) {
        H5Acreate2(
          object, name, typeID, spaceID, thresher_h5p_default(), thresher_h5p_default())
      }, closedBy: { H5Aclose($0) })
    self.path = path
    self.name = name
  }

  /// Writes an integer.
  static func write(
    _ value: Int, to name: String, on object: hid_t, path: String
  ) throws(ActivationError) {
    let type = try HDF5Type.int64(path: path)
    let space = try HDF5Dataspace(shape: [], path: path)
    let attribute = try HDF5Attribute(
      creating: name, on: object, type: type, space: space, path: path)
    var bits = Int64(value)
    try attribute.write(type) { H5Awrite($0, $1, &bits) }
  }

  /// Writes a number in double precision.
  static func write(
    _ value: Double, to name: String, on object: hid_t, path: String
  ) throws(ActivationError) {
    let type = try HDF5Type.float64(path: path)
    let space = try HDF5Dataspace(shape: [], path: path)
    let attribute = try HDF5Attribute(
      creating: name, on: object, type: type, space: space, path: path)
    var number = value
    try attribute.write(type) { H5Awrite($0, $1, &number) }
  }

  /// The number that stands beside an object under a name; nil when there is no such number.
  static func number(
    _ name: String, of object: hid_t, path: String
  ) throws(ActivationError) -> Double? {
    let found = try hdf5("H5Aexists", path: path, place: name) { H5Aexists(object, name) }
    guard found > 0 else { return nil }
    return try HDF5Attribute(reading: name, of: object, path: path).number()
  }

  /// Writes strings of variable length, which h5py reads as `str`; as one value if `isScalar`.
  static func write(
    _ strings: [String], isScalar: Bool, to name: String, on object: hid_t, path: String
  ) throws(ActivationError) {
    let type = try HDF5Type.string(byteCount: nil, path: path)
    let space = try HDF5Dataspace(shape: isScalar ? [] : [strings.count], path: path)
    let attribute = try HDF5Attribute(
      creating: name, on: object, type: type, space: space, path: path)
    guard !strings.isEmpty else { return }
    try attribute.write(type) { id, type in withCStrings(strings) { H5Awrite(id, type, $0) } }
  }

  /// Writes a string of fixed length.
  ///
  /// It lies in the object's header, under its checksum. Strings of variable length lie in a heap
  /// without one, and HDF5 follows a damaged heap out of bounds.
  static func write(
    _ string: String, to name: String, on object: hid_t, path: String
  ) throws(ActivationError) {
    let bytes = Array(string.utf8)
    let type = try HDF5Type.string(byteCount: max(1, bytes.count), path: path)
    let space = try HDF5Dataspace(shape: [], path: path)
    let attribute = try HDF5Attribute(
      creating: name, on: object, type: type, space: space, path: path)
    try attribute.write(type) { H5Awrite($0, $1, bytes + [0]) }
  }

  private func write(
    _ type: borrowing HDF5Type, _ call: (hid_t, hid_t) -> herr_t
  ) throws(ActivationError) {
    let typeID = type.id
    try hdf5("H5Awrite", path: path, place: name, code: .cannotWrite) { call(id, typeID) }
  }

  /// The string that stands beside an object under a name; nil when there is no such string.
  static func string(
    _ name: String, of object: hid_t, path: String
  ) throws(ActivationError) -> String? {
    let found = try hdf5("H5Aexists", path: path, place: name) { H5Aexists(object, name) }
    guard found > 0 else { return nil }
    return try HDF5Attribute(reading: name, of: object, path: path).string()
  }

  private init(reading name: String, of object: hid_t, path: String) throws(ActivationError) {
    handle = HDF5Handle(
      try hdf5("H5Aopen", path: path, place: name) {
        H5Aopen(object, name, thresher_h5p_default())
      }, closedBy: { H5Aclose($0) })
    self.path = path
    self.name = name
  }

  private func string() throws(ActivationError) -> String? {
    let type = try HDF5Type(ofAttribute: id, path: path, place: name)
    let space = HDF5Handle(
      try hdf5("H5Aget_space", path: path, place: name) { H5Aget_space(id) },
      closedBy: { H5Sclose($0) })
    guard type.isString && H5Sget_simple_extent_npoints(space.id) == 1 else { return nil }
    return type.isVariableString ? try variableString(type) : try fixedString(type)
  }

  private func number() throws(ActivationError) -> Double? {
    let stored = try HDF5Type(ofAttribute: id, path: path, place: name)
    let space = HDF5Handle(
      try hdf5("H5Aget_space", path: path, place: name) { H5Aget_space(id) },
      closedBy: { H5Sclose($0) })
    guard stored.isFloat || stored.isInteger, H5Sget_simple_extent_npoints(space.id) == 1 else {
      return nil
    }
    let type = try HDF5Type.float64(path: path)
    var value = 0.0
    let typeID = type.id
    try hdf5("H5Aread", path: path, place: name) { H5Aread(id, typeID, &value) }
    return value
  }

  private func variableString(_ type: borrowing HDF5Type) throws(ActivationError) -> String? {
    var pointer: UnsafeMutablePointer<CChar>?
    let typeID = type.id
    try hdf5("H5Aread", path: path, place: name) { H5Aread(id, typeID, &pointer) }
    defer { H5free_memory(pointer) }
    return pointer.map { String(cString: $0) }
  }

  private func fixedString(_ type: borrowing HDF5Type) throws(ActivationError) -> String? {
    var bytes = [UInt8](repeating: 0, count: type.byteCount)
    let typeID = type.id
    try hdf5("H5Aread", path: path, place: name) { H5Aread(id, typeID, &bytes) }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// Calls `body` with strings as C has them; a NUL inside a string ends it.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
  var bytes: [CChar] = []
  for string in strings { bytes += string.utf8.map { CChar(bitPattern: $0) } + [0] }
  return bytes.withUnsafeBufferPointer { characters in
    var next = 0
    let pointers = strings.map { string -> UnsafePointer<CChar>? in
      defer { next += string.utf8.count + 1 }
      return characters.baseAddress.map { $0 + next }
    }
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
