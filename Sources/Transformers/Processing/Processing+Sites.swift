extension Processing {
  /// The steps that make activations at a site differ between two processings of one model.
  ///
  /// - Parameters:
  ///   - site: The site's full name.
  ///   - first: The steps of one, by name.
  ///   - second: Those of the other.
  /// - Returns: The steps that only one of them takes and that change what is computed at the site.
  public static func steps(
    altering site: String, between first: [String], and second: [String]
  ) -> [Step] {
    Step.allCases.filter {
      $0.alters(site) && first.contains($0.rawValue) != second.contains($0.rawValue)
    }
  }
}

extension Processing.Step {
  /// Whether the step changes what a model computes at a site, its predictions being the same.
  ///
  /// An autoencoder or probe that was trained behind such a step is of no use at the same site
  /// without it.
  ///
  /// - Parameter site: The site's full name.
  /// - Returns: Whether activations there differ, where the step is not skipped for the model.
  public func alters(_ site: String) -> Bool {
    let point = HookName.Block.allCases.first { site.hasSuffix("." + $0.rawValue) }
    switch self {
    // The final normalization's weights move behind what the unembedding reads.
    case .foldLayerNorm: return site == HookName.unembedIn
    case .centerUnembed: return site == HookName.unembedOut
    case .centerWritingWeights:
      if HookName.beforeBlocks.contains(site) { return true }
      return point.map { Self.residual.contains($0) } ?? false
    case .foldValueBiases: return [.value, .z, .result].contains(point)
    case .refactorAttention:
      // With the value biases, which move into the outputs', results change too.
      return [.query, .key, .rotatedQuery, .rotatedKey, .value, .z, .result].contains(point)
    }
  }

  /// The points whose rows lie in the residual stream, or are added to it.
  private static let residual: Set<HookName.Block> = [
    .residPre, .attentionIn, .queryInput, .keyInput, .valueInput, .result, .attentionOut, .residMid,
    .mlpIn, .mlpOut, .residPost,
  ]
}
