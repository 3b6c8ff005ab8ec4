import Tensors

/// Writes a harvest's rows into files of other tools, a block of rows at a time.
public struct HarvestExport {
  let harvest: HarvestFolder
  private let sites: [String]

  /// Makes ready to write some sites of a harvest.
  public init(_ harvest: HarvestFolder, sites: [String]) {
    self.harvest = harvest
    self.sites = sites
  }

  /// Writes a safetensors file: each site `[row, width]` by its name, in its own format (`int8` as
  /// float32); `tokens` `[sequence, position]`, -1 behind a sequence's end; and `rows.sequence`
  /// and `rows.position`.
  ///
  /// - Parameter path: The file.
  /// - Throws: `ActivationError` when a shard cannot be read, or the file cannot be written.
  public func writeSafetensors(to path: String) throws {
    var tensors: [ExportedTensor] = []
    for site in sites {
      tensors.append(.site(site, format: try format(of: site), in: harvest))
    }
    for tensor in try ExportedTensor.index(of: harvest) { tensors.append(tensor) }
    var file = try AtomicFile(path: path)
    let header = try safetensorsHeader(of: tensors)
    try file.write(header.span.bytes)
    for tensor in tensors { try tensor.write { bytes throws in try file.write(bytes) } }
    try file.commit()
  }

  /// Writes a NumPy file of one site `[row, width]`: float16 as it is, other formats as float32.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - path: The file.
  /// - Throws: `ActivationError` when a shard cannot be read, or the file cannot be written.
  public func writeNumPy(_ site: String, to path: String) throws {
    let stored = try format(of: site)
    let format: FloatFormat = stored == .float16 ? .float16 : .float32
    let tensor = ExportedTensor.site(site, format: format, in: harvest)
    var file = try AtomicFile(path: path)
    let header = numPyHeader(shape: try tensor.shape(), type: format == .float16 ? "<f2" : "<f4")
    try file.write(header.span.bytes)
    try tensor.write { bytes throws in try file.write(bytes) }
    try file.commit()
  }

  private func format(of site: String) throws(ActivationError) -> FloatFormat {
    try harvest.description(of: site).dtype?.floats ?? .float32
  }
}

/// The head of a NumPy file, version 1.0: padded so that the numbers begin on 64 bytes.
///
/// Source: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>
private func numPyHeader(shape: [Int], type: String) -> [UInt8] {
  let axes = shape.map { "\($0)," }.joined(separator: " ")
  let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(axes)), }"
  let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
  let padding = String(repeating: " ", count: length - text.utf8.count - 1)
  return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
    + Array((text + padding + "\n").utf8)
}

/// The head of a safetensors file: 8 bytes of length, then JSON, padded to 8 bytes.
private func safetensorsHeader(of tensors: [ExportedTensor]) throws -> [UInt8] {
  var offset = 0
  var entries: [String] = []
  for tensor in tensors {
    let shape = try tensor.shape()
    let end = offset + shape.reduce(tensor.elementByteCount, *)
    entries.append(
      """
      "\(tensor.name)":{"dtype":"\(tensor.type)","shape":\(shape),\
      "data_offsets":[\(offset),\(end)]}
      """)
    offset = end
  }
  var json = Array("{\(entries.joined(separator: ","))}".utf8)
  while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
  return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
}
