import CHDF5
import Tensors

/// A type of HDF5's for the elements of a dataset or attribute.
struct HDF5Type: ~Copyable, Sendable {
  private let handle: HDF5Handle
  private let path: String
  var id: hid_t { handle.id }

  private init(owning id: hid_t, path: String) {
    handle = HDF5Handle(id, closedBy: { H5Tclose($0) })
    self.path = path
  }

  private init(copying other: hid_t, path: String) throws(ActivationError) {
    self.init(owning: try hdf5("H5Tcopy", path: path) { H5Tcopy(other) }, path: path)
  }

  /// The type of an existing dataset.
  init(ofDataset dataset: hid_t, path: String, place: String) throws(ActivationError) {
    self.init(
      owning: try hdf5("H5Dget_type", path: path, place: place) { H5Dget_type(dataset) },
      path: path)
  }

  /// The type of an existing attribute.
  init(ofAttribute attribute: hid_t, path: String, place: String) throws(ActivationError) {
    self.init(
      owning: try hdf5("H5Aget_type", path: path, place: place) { H5Aget_type(attribute) },
      path: path)
  }

  /// Signed integers of one byte.
  static func int8(path: String) throws(ActivationError) -> HDF5Type {
    try HDF5Type(copying: thresher_h5t_std_i8le(), path: path)
  }

  /// Little-endian floats of 8 bytes.
  static func float64(path: String) throws(ActivationError) -> HDF5Type {
    try HDF5Type(copying: thresher_h5t_ieee_f64le(), path: path)
  }

  /// Little-endian signed integers of 4 bytes, or of 8.
  static func int32(path: String) throws(ActivationError) -> HDF5Type {
    try HDF5Type(copying: thresher_h5t_std_i32le(), path: path)
  }

  static func int64(path: String) throws(ActivationError) -> HDF5Type {
    try HDF5Type(copying: thresher_h5t_std_i64le(), path: path)
  }

  /// UTF-8 strings of one length, shorter ones padded with zeros; of any length where that is nil.
  static func string(byteCount: Int?, path: String) throws(ActivationError) -> HDF5Type {
    let type = try HDF5Type(copying: thresher_h5t_c_s1(), path: path)
    try hdf5("H5Tset_size", path: path) {
      H5Tset_size(type.id, byteCount ?? thresher_h5t_variable())
    }
    try hdf5("H5Tset_strpad", path: path) { H5Tset_strpad(type.id, H5T_STR_NULLPAD) }
    try hdf5("H5Tset_cset", path: path) { H5Tset_cset(type.id, H5T_CSET_UTF8) }
    return type
  }

  /// The floats of a format, little-endian; HDF5 knows both 16-bit ones by their fields.
  static func floats(_ format: FloatFormat, path: String) throws(ActivationError) -> HDF5Type {
    let type = try HDF5Type(copying: thresher_h5t_ieee_f32le(), path: path)
    switch format {
    case .float32: break
    case .float16: try type.narrow(exponentBits: 5, mantissaBits: 10)
    case .bfloat16: try type.narrow(exponentBits: 8, mantissaBits: 7)
    }
    return type
  }

  /// The elements of a row format.
  static func elements(_ format: RowFormat, path: String) throws(ActivationError) -> HDF5Type {
    guard let floats = format.floats else { return try .int8(path: path) }
    return try .floats(floats, path: path)
  }

  /// Makes a float32 type one of 16 bits: a sign, then the exponent, then the mantissa.
  private func narrow(exponentBits: Int, mantissaBits: Int) throws(ActivationError) {
    try hdf5("H5Tset_fields", path: path) {
      H5Tset_fields(id, 15, mantissaBits, exponentBits, 0, mantissaBits)
    }
    try hdf5("H5Tset_size", path: path) { H5Tset_size(id, 2) }
    try hdf5("H5Tset_ebias", path: path) { H5Tset_ebias(id, (1 << (exponentBits - 1)) - 1) }
  }

  /// How many bytes an element takes.
  var byteCount: Int { H5Tget_size(id) }

  var isFloat: Bool { H5Tget_class(id) == H5T_FLOAT }
  var isInteger: Bool { H5Tget_class(id) == H5T_INTEGER }
  var isString: Bool { H5Tget_class(id) == H5T_STRING }
  var isVariableString: Bool { H5Tis_variable_str(id) > 0 }
  var isLittleEndian: Bool { H5Tget_order(id) == H5T_ORDER_LE }

  /// Whether the elements are those of a format of ours, bit for bit.
  func holds(_ format: FloatFormat) throws(ActivationError) -> Bool {
    let other = try HDF5Type.floats(format, path: path)
    return try hdf5("H5Tequal", path: path) { H5Tequal(id, other.id) } > 0
  }

  /// The type in words, for messages.
  var name: String {
    switch H5Tget_class(id) {
    case H5T_FLOAT: "\(8 * byteCount)-bit float"
    case H5T_INTEGER: "\(8 * byteCount)-bit integer"
    case H5T_STRING: "string"
    default: "type of HDF5's class \(H5Tget_class(id).rawValue)"
    }
  }
}
