/// A harvest on disk, open for reading: its shards' rows numbered as one.
///
/// Rows, sequences and documents are numbered through the shards in the manifest's order. A
/// document that goes on from one shard to the next is counted in both. Shards, and the parts of
/// them, are opened when they are first needed, so what a harvest lacks is an error only for those
/// who ask for it. A number out of range traps.
///
/// Copies share the open shards, and may be used by several threads at once.
public struct HarvestFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// What the folder's manifest says.
  public let manifest: Manifest

  let shards: ShardCache
  private let rowStarts: [Int]

  /// Opens the harvest in a folder.
  ///
  /// - Parameter path: The folder.
  /// - Throws: `ActivationError` when its manifest cannot be read; or a shard, when the manifest
  ///   doesn't say how many rows it has.
  public init(path: String) throws(ActivationError) {
    self.path = path
    manifest = try Manifest.read(fromFolder: path)
    shards = ShardCache(folder: path, manifest: manifest)
    rowStarts = try shards.starts(of: .rows)
  }

  /// How many rows the shards hold together.
  public var rowCount: Int { rowStarts[manifest.shards.count] }

  /// The sites' names, in the manifest's order.
  public var siteNames: [String] { manifest.sites.map(\.name) }

  /// How many sequences the shards hold together.
  public var sequenceCount: Int {
    get throws(ActivationError) { try shards.starts(of: .sequences)[manifest.shards.count] }
  }

  /// How many documents the shards hold together.
  public var documentCount: Int {
    get throws(ActivationError) { try shards.starts(of: .documents)[manifest.shards.count] }
  }

  /// How many numbers a row of a site has.
  ///
  /// - Parameter site: A site of the manifest.
  /// - Returns: The width that the first shard has, which is the manifest's if that states one; the
  ///   manifest's, or 0, where there are no shards.
  /// - Throws: `ActivationError`: `missing` when there is no such site, `wrongShape` when manifest
  ///   and shard differ.
  public func width(of site: String) throws(ActivationError) -> Int {
    let stated = try description(of: site).width
    guard shards.count > 0 else { return stated ?? 0 }
    return try shards.shard(0).site(site).width
  }

  /// What the manifest says of a site.
  ///
  /// - Parameter site: Its name.
  /// - Returns: The manifest's entry.
  /// - Throws: `missing`, naming the sites there are, when the harvest has no such site.
  public func description(of site: String) throws(ActivationError) -> Manifest.Site {
    guard let found = manifest.sites.first(where: { $0.name == site }) else {
      let names = siteNames.joined(separator: ", ")
      throw ActivationError(
        code: .missing, message: "no site '\(site)'; it has \(names.isEmpty ? "none" : names)",
        path: path)
    }
    return found
  }
}
