import Tensors

extension HarvestFolder {
  /// The moments of a site's rows, as the shards hold them.
  ///
  /// - Parameter site: The site.
  /// - Returns: The moments of all rows; nil when a shard doesn't hold its own.
  /// - Throws: `ActivationError` when there is no such site, or a shard cannot be read.
  public func moments(of site: String) throws(ActivationError) -> SiteMoments? {
    var all = SiteMoments(width: try width(of: site))
    for index in 0..<shards.count {
      guard let moments = try shards.shard(index).moments(of: site) else { return nil }
      all = all.combined(with: moments)
    }
    return all
  }

  /// The moments of a site's rows, computed from the rows.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - progress: Called now and then with the number of rows read so far.
  /// - Returns: The moments of all rows.
  /// - Throws: `ActivationError` when there is no such site, or a shard cannot be read.
  public func computedMoments(
    of site: String, progress: (_ rows: Int) -> Void = { _ in }
  ) throws(ActivationError) -> SiteMoments {
    var sums = MomentSums(width: try width(of: site))
    try forEachBlock(of: site) { firstRow, block in
      sums.add(block.span)
      progress(firstRow + block.rows)
    }
    return sums.moments
  }
}
