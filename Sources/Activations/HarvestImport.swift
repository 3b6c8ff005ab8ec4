import FoundationEssentials
public import Tensors

/// A harvest made of activations that another program wrote.
public enum HarvestImport {
  /// Makes a harvest of HDF5 files in the layout of shards, whatever they lack.
  ///
  /// The files are copied as they are; the manifest gets their checksums, and the moments of all
  /// rows.
  ///
  /// - Parameters:
  ///   - files: The files, in the order of their rows.
  ///   - folder: The harvest's folder, which must not hold one yet.
  ///   - contextSize: How many positions a sequence has; nil for what `/tokens` says.
  /// - Throws: `ActivationError` when a file is no HDF5 file, or holds no activations.
  public static func shards(
    _ files: [String], to folder: String, contextSize: Int? = nil
  ) throws(ActivationError) {
    try makeHarvestFolder(folder)
    let lock = try HarvestLock(folder: folder)
    defer { withExtendedLifetime(lock) {} }
    var manifest = try manifest(of: files[0], contextSize: contextSize)
    for (index, file) in files.enumerated() {
      let name = ShardLayout.fileName(ofShard: index)
      try copy(file, to: "\(folder)/\(name)")
      var shard = ShardSummary(file: name, sha256: try sha256(ofFile: "\(folder)/\(name)"))
      let reader = try ShardReader(shard, folder: folder, manifest: manifest)
      shard.rows = try reader.rowCount()
      manifest.shards.append(shard)
    }
    try manifest.write(toFolder: folder)
    let harvest = try HarvestFolder(path: folder)
    for index in manifest.sites.indices {
      let name = manifest.sites[index].name
      manifest.sites[index].width = try harvest.width(of: name)
      manifest.sites[index].record(try harvest.computedMoments(of: name))
    }
    try manifest.write(toFolder: folder)
  }

  private static func manifest(
    of file: String, contextSize: Int?
  ) throws(ActivationError) -> Manifest {
    let first = try HDF5File(reading: file)
    let sites = try first.memberNames(of: "/activations")
    guard !sites.isEmpty else {
      throw ActivationError(
        code: .missing, message: "expected the activations of a site, found none", path: file,
        place: "/activations")
    }
    var positions = contextSize
    if positions == nil, try first.contains(ShardLayout.tokens) {
      positions = try HDF5Dataset(reading: ShardLayout.tokens, in: first).shape.last
    }
    return Manifest(contextSize: positions ?? 1, sites: sites.map { Manifest.Site(name: $0) })
  }

  private static func copy(_ file: String, to target: String) throws(ActivationError) {
    var pending = PendingFile(finalPath: target)
    do {
      try? FileManager.default.removeItem(atPath: pending.temporaryPath)
      try FileManager.default.copyItem(atPath: file, toPath: pending.temporaryPath)
    } catch {
      throw ActivationError(code: .cannotWrite, message: "cannot copy it to \(target)", path: file)
    }
    try pending.commit()
  }

  /// Writes rows of activations whose tokens are not known.
  ///
  /// - Parameters:
  ///   - sites: The sites' names and widths.
  ///   - format: How rows are stored.
  ///   - folder: The harvest's folder, which must not hold one yet.
  ///   - shardRows: How many rows end a shard.
  ///   - next: Gives the rows of every site, in the order of `sites`, a piece at a time; then nil.
  /// - Throws: `ActivationError` when a shard cannot be written; or what `next` throws.
  public static func rows(
    ofSites sites: [(name: String, width: Int)], format: RowFormat, to folder: String,
    shardRows: Int = 65_536, next: () throws -> [Matrix]?
  ) throws {
    try makeHarvestFolder(folder)
    let lock = try HarvestLock(folder: folder)
    defer { withExtendedLifetime(lock) {} }
    var manifest = Manifest(
      contextSize: 1,
      sites: sites.map { Manifest.Site(name: $0.name, width: $0.width, dtype: format) })
    manifest.isComplete = true
    var moments = sites.map { SiteMoments(width: $0.width) }
    var piece = try next()
    while piece != nil {
      var writer = try ShardWriter(
        index: manifest.shards.count, folder: folder, manifest: manifest, hasTokens: false)
      while let rows = piece, writer.rowCount < shardRows {
        try writer.append(rows)
        piece = try next()
      }
      let (summary, shardMoments) = try writer.finish()
      manifest.shards.append(summary)
      moments = zip(moments, shardMoments).map { $0.combined(with: $1) }
    }
    for index in moments.indices { manifest.sites[index].record(moments[index]) }
    try manifest.write(toFolder: folder)
  }
}
