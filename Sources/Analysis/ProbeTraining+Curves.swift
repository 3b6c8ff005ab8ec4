import Probes

extension ProbeTraining.Details {
  /// Points to be joined by lines.
  public struct Curve: Hashable, Sendable {
    /// Where they lie, and how high.
    public let x: [Double]
    public let y: [Figure]
  }

  /// The share of positive rows found over the share of negative ones taken for them.
  public var roc: Curve? { rocCurve.map(Curve.init) }

  /// Precision over recall.
  public var precisionByRecall: Curve? { prCurve.map(Curve.init) }

  /// The share of positive rows over the probability that was said; on the diagonal where it was right.
  public var shareByProbability: Curve? {
    calibration.map { calibration in
      Curve(x: calibration.bins.map(\.probability), y: calibration.bins.map { Figure($0.share) })
    }
  }
}

extension ProbeTraining.Details.Curve {
  fileprivate init(_ points: [ScoreCurve.Point]) {
    self.init(x: points.map(\.x), y: points.map { Figure($0.y) })
  }
}
