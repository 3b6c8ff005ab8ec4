/// Ranks the columns of one or more sites by how well each tells the classes of a label apart.
///
/// Columns of equal standing are in the order of `sources`, then of their index. Memory is that of a
/// batch, of a few numbers a column, and of `byteLimit` (twice that while arrays grow) for the values
/// that the exact areas under the ROC curve need; with less, the rows are read several times.
///
/// - Parameters:
///   - sources: The rows of each site, labelled; all of one harvest.
///   - unit: Whether the columns are neurons or features.
///   - sae: The name of the autoencoder whose features they are.
///   - label: The label's name.
///   - criterion: What to rank by.
///   - top: How many items to keep; all when nil.
///   - batchRows: How many rows to read at once.
///   - byteLimit: How much memory the values of columns may take.
/// - Returns: The ranking, with a warning for everything that a number cannot say.
/// - Throws: `AnalysisError` with code `.wrongShape`, `.notFinite` or `.oneClass`, or what the source
///   of the rows throws.
public func rank(
  _ sources: [any LabelledRows], unit: Unit, sae: String? = nil, label: String,
  by criterion: RankingCriterion = .meanDifference, top: Int? = nil, batchRows: Int = 1024,
  byteLimit: Int = 1 << 30
) throws -> Ranking {
  precondition(!sources.isEmpty, "rank: no sites")
  try requireEqualRows(sources)
  let sites = try sources.map {
    try SiteContrasts(of: $0, label: label, batchRows: batchRows, byteLimit: byteLimit)
  }
  let items = sites.flatMap { $0.items(by: criterion) }.sortedByStrength(criterion)
  return Ranking(
    label: label, by: criterion.rawValue, unit: unit, sae: sae,
    rows: sources[0].rowCount, positives: sites[0].positives, negatives: sites[0].negatives,
    candidates: items.count, items: Array(items.prefix(top ?? items.count)),
    warnings: warnings(of: sites[0], label: label) + warnings(of: items))
}

private func requireEqualRows(_ sources: [any LabelledRows]) throws(AnalysisError) {
  for source in sources where source.rowCount != sources[0].rowCount {
    throw AnalysisError(
      code: .wrongShape,
      message: "\(source.rowCount) rows, but \(sources[0].site) has \(sources[0].rowCount); "
        + "rank sites of one harvest together",
      path: source.site)
  }
}

extension SiteContrasts {
  fileprivate func items(by criterion: RankingCriterion) -> [Ranking.Item] {
    contrasts.indices.map { index in
      let statistics = contrasts[index].statistics.merging(separabilities[index].statistics) { $1 }
      return Ranking.Item(
        site: site, index: index, score: score(index, by: criterion), statistics: statistics)
    }
  }

  private func score(_ index: Int, by criterion: RankingCriterion) -> Double {
    switch criterion {
    case .meanDifference: contrasts[index].effectSize
    case .auc: separabilities[index].rocAUC
    case .welchT: contrasts[index].welch.t
    case .mutualInformation: separabilities[index].mutualInformation
    case .thresholdF1: separabilities[index].thresholdF1
    }
  }
}

extension [Ranking.Item] {
  /// The items from the strongest to the weakest, equals in their order, NaN last.
  fileprivate func sortedByStrength(_ criterion: RankingCriterion) -> [Ranking.Item] {
    let strengths = map { item in
      let strength = criterion.strength(of: item.score)
      return strength.isNaN ? -1 : strength
    }
    let order = indices.sorted { a, b in
      strengths[a] == strengths[b] ? a < b : strengths[a] > strengths[b]
    }
    return order.map { self[$0] }
  }
}

private func warnings(of site: SiteContrasts, label: String) -> [String] {
  var warnings: [String] = []
  if site.isGraded {
    warnings.append(
      "the label \(label) is not only 0 and 1: rows above 0 are the positive class")
  }
  if site.unlabelled > 0 {
    warnings.append("\(site.unlabelled) rows have no label \(label) and were left out")
  }
  return warnings
}

private func warnings(of items: [Ranking.Item]) -> [String] {
  let effects = items.map { $0.statistics["effectSize"]?.wrappedValue ?? 0 }
  let constant = effects.count(where: \.isNaN)
  let separated = effects.count(where: \.isInfinite)
  var warnings: [String] = []
  if constant > 0 {
    warnings.append(
      "effectSize is null for \(constant) columns that have one value in all rows, as a feature "
        + "has that is never active")
  }
  if separated > 0 {
    warnings.append(
      "effectSize is null for \(separated) columns that have one value in each class: it is infinite"
    )
  }
  return warnings
}
