import Tensors

extension Run {
  /// Earlier positions of a run's sequences, whose keys and values another run has recorded.
  ///
  /// What is changed at a position changes nothing before it, so that a run that takes up another's
  /// sequences from there reads their keys and values instead of computing them again.
  public struct Prefix: Sendable {
    /// What comes before one sequence: the first positions of a sequence of the other run.
    public struct Part: Sendable, Equatable {
      /// Which of the other run's sequences.
      public var sequence: Int

      /// How many of its positions.
      public var count: Int

      /// Names the first positions of a sequence.
      public init(sequence: Int, count: Int) {
        self.sequence = sequence
        self.count = count
      }
    }

    /// What the other run recorded, the `sites(of:)` among it.
    public var cache: ActivationCache

    /// What comes before each sequence of this run.
    public var parts: [Part]

    /// Puts positions of another run before each sequence.
    public init(_ cache: ActivationCache, before parts: [Part]) {
      self.cache = cache
      self.parts = parts
    }

    /// The sites of keys and values as attention reads them, which the other run records.
    public static func sites(of configuration: TransformerConfiguration) -> Set<String> {
      Set(
        (0..<configuration.layerCount).flatMap { layer in
          [keySite(of: configuration), .value].map { $0.name(layer: layer) }
        })
    }

    private static func keySite(of configuration: TransformerConfiguration) -> HookName.Block {
      if case .rotary = configuration.positions { .rotatedKey } else { .key }
    }
  }
}

extension Run.Prefix {
  /// Keys and values of a layer: for each sequence those of its earlier positions, then its own.
  func joined(
    keys: Matrix, values: Matrix, layer: Int, batch: Batch,
    of configuration: TransformerConfiguration
  ) throws(TransformerError) -> (keys: Matrix, values: Matrix) {
    let point = Self.keySite(of: configuration)
    return (
      try joined(keys, with: point.name(layer: layer), batch: batch),
      try joined(values, with: HookName.Block.value.name(layer: layer), batch: batch)
    )
  }

  private func joined(
    _ own: Matrix, with site: String, batch: Batch
  ) throws(TransformerError) -> Matrix {
    guard let earlier = cache[site] else {
      throw TransformerError(
        code: .notRecorded,
        message: "the earlier run did not record '\(site)': ask for Run.Prefix.sites(of:)")
    }
    return Matrix(
      stacking: zip(parts, batch.ranges).flatMap { part, range in
        let start = cache.batch.ranges[part.sequence].lowerBound
        return [earlier.rows(start..<start + part.count), own.rows(range)]
      })
  }

  /// Where each sequence's earlier and own positions lie in what `joined` gives.
  func keyRanges(of batch: Batch) -> [Range<Int>] {
    var start = 0
    return zip(parts, batch.ranges).map { part, range in
      defer { start += part.count + range.count }
      return start..<start + part.count + range.count
    }
  }
}
