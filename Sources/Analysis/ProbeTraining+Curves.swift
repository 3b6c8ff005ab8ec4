import Probes

extension ProbeTraining.Details {
  /// A point of a curve.
  public typealias Point = (x: Double, y: Double)

  /// The share of positive rows found over that of false alarms.
  public var rocPoints: [Point] { (rocCurve ?? []).map { ($0.x, $0.y) } }

  /// Precision over recall.
  public var precisionRecallPoints: [Point] { (prCurve ?? []).map { ($0.x, $0.y) } }

  /// The log-loss of rows left out over C.
  public var validationPoints: [Point] {
    (crossValidation?.points ?? []).map { ($0.C, $0.logLoss) }
  }

  /// How often a row is positive over the probability that it was given.
  public var calibrationPoints: [Point] {
    (calibration?.bins ?? []).filter { $0.count > 0 }.map { ($0.probability, $0.share) }
  }
}
