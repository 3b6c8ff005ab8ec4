extension TransformerConfiguration {
  /// Throws when the sizes and choices contradict one another.
  func check() throws(TransformerError) {
    try require(
      headCount > 0 && keyValueHeadCount > 0 && headCount % keyValueHeadCount == 0,
      "\(headCount) query heads cannot share \(keyValueHeadCount) key heads evenly")
    if case .rotary(_, let dimensions) = positions {
      try require(
        dimensions > 0 && dimensions % 2 == 0 && dimensions <= dHead,
        "\(dimensions) rotary dimensions: expected an even number, at most \(dHead) as dHead is")
      if case .byPair(let factors) = rotaryScaling {
        try require(
          factors.count == dimensions / 2 && factors.allSatisfy { $0 > 0 },
          "\(factors.count) rotary factors for \(dimensions / 2) pairs: expected as many, above 0")
      }
    }
    try require(
      attentionWindows.count == layerCount,
      "\(attentionWindows.count) attention windows for \(layerCount) layers")
    try require(
      attentionWindows.allSatisfy { $0.map { $0 > 0 } ?? true },
      "attention windows \(attentionWindows): a layer must see at least one position")
    try require(
      epsilon >= 0 && epsilon.isFinite && attentionScale.isFinite,
      """
      epsilon \(epsilon), attention scale \(attentionScale): expected finite numbers, the first not \
      below 0
      """)
    try require(
      !(isAttentionOnly && isParallel), "blocks of attention alone have no MLP to be parallel to")
  }

  private func require(_ holds: Bool, _ message: String) throws(TransformerError) {
    guard holds else { throw TransformerError(code: .unsupportedModel, message: message) }
  }
}
