extension HarvestFolder {
  /// Writes the documents of each part of the split into a harvest of its own.
  ///
  /// - Parameters:
  ///   - splits: Which parts.
  ///   - folder: The folder that gets a harvest for each part, named for it.
  ///   - progress: Called now and then with the number of sequences looked at so far.
  /// - Returns: The harvests' manifests, in the order of `splits`.
  /// - Throws: `ActivationError` when a shard cannot be read or written.
  public func write(
    _ splits: [Split], to folder: String, progress: (_ sequences: Int) -> Void = { _ in }
  ) throws(ActivationError) -> [Manifest] {
    var manifests: [Manifest] = []
    for split in splits {
      let target = "\(folder)/\(split.rawValue)"
      try makeHarvestFolder(target)
      let lock = try HarvestLock(folder: target)
      defer { withExtendedLifetime(lock) {} }
      var rewriter = HarvestRewriter(
        manifest, folder: target, shardRows: manifest.shardRows ?? 65_536)
      let index = SequenceIndex(self)
      for sequence in 0..<(try sequenceCount) {
        let document = try index.document(ofSequence: sequence)
        if Split.of(documentID: document.id) == split {
          try rewriter.append(sequence..<sequence + 1, of: index)
        }
        progress(sequence + 1)
      }
      manifests.append(try rewriter.finish())
    }
    return manifests
  }
}
