/// What a harvest holds and what it lacks: the object that `activations info` prints.
public struct HarvestInfo: Codable, Equatable, Sendable {
  /// The harvest's folder.
  public var harvest: String

  /// Its manifest without the sites' means and variances, which are long.
  public var manifest: Manifest

  /// How many rows the shards hold together.
  public var rows: Int

  /// How many sequences they hold; nil when they have no tokens.
  public var sequences: Int?

  /// How many tokens they hold; nil when the manifest doesn't say.
  public var tokens: Int?

  /// How many documents they hold; nil when they don't say.
  public var documents: Int?

  /// How many bytes the shards take.
  public var bytes: Int

  /// What the layout asks for and a shard doesn't have, as `shard-00000.h5: /documents/id`.
  public var missing: [String]
}

extension HarvestFolder {
  /// What the harvest holds and what it lacks, from its manifest and the shards' headers.
  ///
  /// - Returns: The counts, and the datasets that are missing.
  /// - Throws: `ActivationError` when a shard cannot be opened.
  public func info() throws(ActivationError) -> HarvestInfo {
    var bytes = 0
    var missing: [String] = []
    for index in 0..<shards.count {
      let shard = try shards.shard(index)
      bytes += shard.byteCount
      missing += try missingDatasets(of: shard).map { "\(manifest.shards[index].file): \($0)" }
    }
    var brief = manifest
    for index in brief.sites.indices {
      brief.sites[index].mean = nil
      brief.sites[index].variance = nil
    }
    let tokens = manifest.shards.compactMap(\.tokens)
    return HarvestInfo(
      harvest: path, manifest: brief, rows: rowCount,
      sequences: try? sequenceCount,
      tokens: tokens.count == shards.count ? tokens.reduce(0, +) : nil,
      documents: try? distinctDocumentCount(), bytes: bytes, missing: missing)
  }

  /// How many documents there are; one that goes on in the next shard is listed in both, and is one.
  private func distinctDocumentCount() throws(ActivationError) -> Int {
    var (count, last) = (0, String?.none)
    for index in 0..<shards.count {
      let documents = try shards.shard(index).documents()
      count += documents.count
      if let first = documents.first, first.id == last { count -= 1 }
      last = documents.last?.id ?? last
    }
    return count
  }

  /// The datasets of the layout that a shard doesn't have.
  func missingDatasets(of shard: ShardReader) throws(ActivationError) -> [String] {
    var missing: [String] = []
    for name in ShardLayout.datasets + siteNames.map(ShardLayout.activations)
    where try !shard.contains(all: [name]) { missing.append(name) }
    return missing
  }
}
