extension HarvestFolder {
  /// Reads a whole harvest, and says what is wrong with it.
  ///
  /// Checked are the files' checksums; the shapes and formats of the sites; that every value is
  /// finite; that tokens lie in the vocabulary and padding only at a sequence's end; that rows
  /// point into sequences, and sequences to documents; that every row has its labels. What a manifest doesn't state, and datasets
  /// other than the sites' that are missing, are passed over: `info()` names those.
  ///
  /// - Parameters:
  ///   - vocabularySize: How many tokens the model knows; nil where that isn't known.
  ///   - progress: Called after each shard with the number of rows read so far.
  /// - Returns: Every shard's problems.
  public func verify(
    vocabularySize: Int? = nil, progress: (_ rows: Int) -> Void = { _ in }
  ) -> HarvestVerification {
    var report = HarvestVerification(harvest: path, rows: 0, shards: [])
    for (index, summary) in manifest.shards.enumerated() {
      let check = ShardVerification(
        path: path + "/" + summary.file, sha256: summary.sha256, sites: siteNames,
        labels: manifest.labels ?? [], vocabularySize: vocabularySize
      ) { () throws(ActivationError) in try shards.shard(index) }
      report.rows += check.rows
      report.shards.append(.init(file: summary.file, problems: check.problems))
      progress(report.rows)
    }
    return report
  }
}
