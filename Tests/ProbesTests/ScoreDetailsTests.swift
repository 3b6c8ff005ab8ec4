import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct ScoreDetailsTests {
  @Test func intervalsHoldTheScores() {
    var random = SplittableRandom(seed: 8)
    let labels = (0..<200).map { _ in random.uniform() < 0.4 }
    let decisions = labels.map { ($0 ? 0.8 : -0.8) + random.normal() }
    let documents = (0..<200).map { $0 / 10 }
    let scores = Scores(decisions: decisions, labels: labels)
    let intervals = ScoreIntervals(
      decisions: decisions, labels: labels, documents: documents, draws: 200, seed: 1)
    guard let intervals else { return #expect(Bool(false)) }
    for (score, interval) in [
      (scores.precision, intervals.precision), (scores.f1, intervals.f1),
      (scores.rocAUC ?? 0, intervals.rocAUC), (scores.prAUC ?? 0, intervals.prAUC),
      (scores.mcc, intervals.mcc), (scores.accuracy, intervals.accuracy),
      (scores.recall, intervals.recall),
    ] {
      #expect(interval.low < score && score < interval.high && interval.high - interval.low < 0.4)
    }
    #expect(ScoreIntervals(decisions: [1, 2], labels: [true, true], seed: 1) == nil)
  }

  @Test func calibrationComparesProbabilitiesWithShares() {
    let decisions = [Float](repeating: 0, count: 4)
    let calibration = Calibration(decisions: decisions, labels: [true, false, true, false])
    #expect(calibration.brier == 0.25 && calibration.expectedError == 0)
    #expect(abs(calibration.logLoss - 0.6931471805599453) < 1e-12)
    #expect(calibration.bins.map(\.count) == [4])
    let wrong = Calibration(decisions: [100, 100], labels: [false, false])
    #expect(wrong.brier == 1 && wrong.expectedError == 1 && wrong.logLoss == 100)
  }

  @Test func curvesEndWhereTheyMust() {
    let roc = ScoreCurve.roc([3, 2, 1, 0], labels: [true, false, true, false])
    #expect(roc.map(\.x) == [0, 0, 0.5, 0.5, 1] && roc.map(\.y) == [0, 0.5, 0.5, 1, 1])
    let curve = ScoreCurve.precisionRecall([3, 2, 1, 0], labels: [true, false, true, false])
    #expect(curve.last?.x == 1 && curve.last?.y == 0.5)
    #expect(ScoreCurve.roc([1], labels: [true]).isEmpty)
  }
}
