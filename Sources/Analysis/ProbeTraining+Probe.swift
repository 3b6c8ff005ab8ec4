public import Probes

extension ProbeTraining.Probe {
  /// Tells of a probe as it was fitted and scored, and of what else is known.
  public init(_ probe: Probe, details: ProbeTraining.Details? = nil) {
    self.init(
      site: probe.site, label: probe.label, penalty: probe.penalty, c: probe.C,
      objective: probe.objective, dualityGap: probe.dualityGap, iterations: probe.iterations,
      converged: probe.converged, intercept: probe.intercept,
      active: probe.active.map {
        ProbeTraining.Coefficient(index: $0.index, coefficient: $0.coefficient)
      },
      train: ProbeScores(probe.train), test: ProbeScores(probe.test),
      majority: probe.test.map { ProbeScores.majority(count: $0.count, positives: $0.positives) },
      details: details)
    sae = probe.sae
  }
}

extension ProbeScores {
  /// Tells of a probe's scores; NaN where it was not scored, or a score has no meaning.
  fileprivate init(_ scores: Scores?) {
    self.init(
      precision: scores?.precision ?? .nan, recall: scores?.recall ?? .nan,
      f1: scores?.f1 ?? .nan, rocAUC: scores?.rocAUC ?? .nan, prAUC: scores?.prAUC ?? .nan,
      mcc: scores?.mcc ?? .nan, accuracy: scores?.accuracy ?? .nan, count: scores?.count ?? 0)
  }
}
