public import Activations
public import Probes

/// Scores a probe on all labelled rows of a harvest.
///
/// - Parameters:
///   - probe: The probe.
///   - source: The rows that it reads.
///   - harvest: The harvest that they are from.
///   - labels: A number for each row, NaN where it has none; above 0 is the positive class.
///   - seed: The seed of the confidence intervals' draws.
/// - Returns: The probe with its new scores as those on held-out rows.
/// - Throws: `AnalysisError` with code `.oneClass` where no row has a label, `ProbeError` for rows of
///   another width, and what reading the harvest throws.
public func evaluation(
  of probe: Probe, on source: ProbeSource, harvest: HarvestFolder, labels: [Float], seed: UInt64
) throws -> ProbeTraining {
  let rows = labels.indices.filter { !labels[$0].isNaN }
  guard !rows.isEmpty else {
    throw AnalysisError(
      code: .oneClass, message: "no row of the harvest has a label", path: harvest.path)
  }
  let targets = rows.map { labels[$0] > 0 }
  let decisions = try probe.decisions(source.rows(rows, byteLimit: 1 << 30))
  var (scored, details) = (probe, ProbeTraining.Details())
  scored.test = Scores(decisions: decisions, labels: targets)
  details.add(
    decisions: decisions, labels: targets, documents: try harvest.documents(ofRows: rows),
    seed: seed)
  return ProbeTraining(
    probes: [ProbeTraining.Probe(scored, details: details)],
    warnings: Set(targets).count == 2
      ? nil : ["rocAUC and prAUC are null: all rows are of one class"])
}
