public import Analysis

extension TokenPage {
  /// Makes a page of how each ablation changes the loss of each token; nil unless numbers for each
  /// token were asked for.
  ///
  /// A number stands on the token that is foreseen, not on the one before it that foresees it.
  ///
  /// - Parameter ablation: The ablation.
  public init?(_ ablation: Ablation) {
    guard let texts = ablation.texts else { return nil }
    let series = ablation.units.flatMap { unit in
      unit.kinds.compactMap { effect in
        effect.perToken.map { documents in
          Series(
            keys: [effect.kind.description, unit.unit],
            values: documents.map { [Figure(Double.nan)] + $0 })
        }
      }
    }
    guard !series.isEmpty else { return nil }
    self.init(
      title: "Change of each token's loss", valueName: "change of its loss",
      selectors: ["kind", "unit"],
      passages: texts.enumerated().map {
        Passage(document: "Document \($0)", tokens: $1)
      }, series: series)
  }
}
