extension HarvestFolder {
  /// A label that stands beside the activations.
  ///
  /// - Parameter name: Its name in the manifest.
  /// - Returns: One number a row, NaN where the row has none; nil when the harvest has no such label.
  /// - Throws: `ActivationError` when a shard lacks it.
  public func labels(named name: String) throws(ActivationError) -> [Float]? {
    guard manifest.labels?.contains(name) == true else { return nil }
    var values: [Float] = []
    values.reserveCapacity(rowCount)
    for index in 0..<shards.count { values += try shards.shard(index).labels(named: name) }
    return values
  }
}
