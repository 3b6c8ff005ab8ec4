import Glibc
import Tensors

/// How well a regression does on documents that it was not fitted to, for each of some Cs.
public struct CrossValidation: Sendable {
  /// A C and how well it does.
  public struct Point: Codable, Hashable, Sendable {
    /// How much mistakes count.
    public let C: Double

    /// The mean over folds of the log-loss a row, on the rows left out.
    public let logLoss: Double

    /// The standard error of that mean.
    public let standardError: Double

    /// The mean over folds of F1.
    public let f1: Double

    /// The mean over folds of how many coefficients are not zero.
    public let active: Double
  }

  /// The Cs, rising.
  public let points: [Point]

  /// The C of the smallest log-loss; of equals the smallest.
  public let best: Double

  /// The smallest C whose log-loss is within a standard error of the smallest.
  public let simplest: Double

  /// Fits and scores.
  ///
  /// - Parameters:
  ///   - regression: What is fitted; its own C is not used.
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  ///   - documents: The document of each row, whose rows are left out together.
  ///   - Cs: The Cs, rising.
  ///   - foldCount: Into how many parts documents are dealt.
  ///   - seed: The seed of that.
  ///   - sampleWeights: How much each row counts in fitting; scores count all alike.
  /// - Throws: What `LogisticRegression.fit` throws, and `ProbeError` with code `.badLabels` when a
  ///   part has all rows of a class, or fewer documents than parts.
  public init(
    of regression: LogisticRegression, _ rows: PreparedRows, labels: [Bool], documents: [Int]?,
    Cs: [Double], foldCount: Int, seed: UInt64, sampleWeights: [Double]? = nil
  ) throws(ProbeError) {
    let groups = RowGroups(documents, rowCount: labels.count)
    guard foldCount >= 2 && groups.count >= foldCount else {
      throw ProbeError(
        code: .badLabels,
        message: "\(foldCount) folds need as many documents, found \(groups.count)")
    }
    var random = SplittableRandom(seed: seed).split("folds")
    let folds = groups.folds(foldCount, random: &random)
    var tables: [[FoldScore]] = []
    for fold in 0..<foldCount {
      let weights = folds.indices.map { folds[$0] == fold ? 0 : sampleWeights?[$0] ?? 1 }
      let path = try RegularizationPath(
        of: regression, rows, labels: labels, Cs: Cs, sampleWeights: weights)
      let heldOut = folds.indices.filter { folds[$0] == fold }
      var scores: [FoldScore] = []
      for fit in path.fits {
        let decisions = try fit.decisions(rows.design)
        scores.append(
          FoldScore(
            fit, decisions: heldOut.map { decisions[$0] }, labels: heldOut.map { labels[$0] }))
      }
      tables.append(scores)
    }
    points = Cs.indices.map { index in Self.point(Cs[index], tables.map { $0[index] }) }
    let least = points.map(\.logLoss).min() ?? .nan
    let bestPoint = points.first { $0.logLoss == least } ?? points[0]
    best = bestPoint.C
    simplest =
      (points.first { $0.logLoss <= least + bestPoint.standardError } ?? bestPoint).C
  }

  private static func point(_ C: Double, _ scores: [FoldScore]) -> Point {
    let count = Double(scores.count)
    let mean = scores.reduce(0) { $0 + $1.logLoss } / count
    let squares = scores.reduce(0) { $0 + ($1.logLoss - mean) * ($1.logLoss - mean) }
    return Point(
      C: C, logLoss: mean, standardError: (squares / (count * (count - 1))).squareRoot(),
      f1: scores.reduce(0) { $0 + $1.f1 } / count,
      active: scores.reduce(0) { $0 + $1.active } / count)
  }
}

/// How a fit does on the rows left out.
private struct FoldScore {
  let logLoss: Double
  let f1: Double
  let active: Double

  init(_ fit: LogisticFit, decisions: [Float], labels: [Bool]) {
    logLoss = Calibration(decisions: decisions, labels: labels).logLoss
    f1 = ConfusionTable(decisions: decisions, labels: labels).f1
    active = Double(fit.coefficients.count { $0 != 0 })
  }
}
