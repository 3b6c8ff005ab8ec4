/// Writes the attributes of a shard's root: what is needed to read the shard without a manifest.
func writeAttributes(
  of manifest: Manifest, shard: Int, firstDocument: Int, to file: borrowing HDF5File
) throws(ActivationError) {
  let (root, path) = (file.id, file.path)
  let integers: [(String, Int?)] = [
    ("schemaVersion", manifest.schemaVersion), ("shard", shard),
    ("firstDocument", firstDocument), ("contextSize", manifest.contextSize),
    ("prependBOS", manifest.prependBOS.map { $0 ? 1 : 0 }),
    ("seed", manifest.seed.map { Int(truncatingIfNeeded: $0) }),
  ]
  for case (let name, let value?) in integers {
    try HDF5Attribute.write(value, to: name, on: root, path: path)
  }
  let strings: [(String, String?)] = [
    ("model", manifest.model?.name), ("modelSHA256", manifest.model?.sha256),
    ("tokenizerSHA256", manifest.tokenizer?.sha256), ("recipe", manifest.corpus?.recipe),
    ("toolVersion", manifest.toolVersion),
  ]
  for case (let name, let value?) in strings {
    try HDF5Attribute.write([value], isScalar: true, to: name, on: root, path: path)
  }
  let lists = [("processing", manifest.processing ?? []), ("sites", manifest.sites.map(\.name))]
  for (name, values) in lists where !values.isEmpty {
    try HDF5Attribute.write(values, isScalar: false, to: name, on: root, path: path)
  }
}
