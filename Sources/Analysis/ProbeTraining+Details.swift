public import Probes

extension ProbeTraining {
  /// What is told of a probe beside its coefficients and scores, as far as it was asked for.
  public struct Details: Codable, Hashable, Sendable {
    /// The columns that a k-sparse probe was given.
    public var sparsity: Sparsity?

    /// The optima along the regularization path.
    public var path: [PathPoint]?

    /// How C was chosen.
    public var crossValidation: Validation?

    /// How often columns are used when documents are drawn anew.
    public var stability: Stability?

    /// What chance scores.
    public var permutations: Permutations?

    /// 95 % confidence intervals of the scores on held-out rows.
    public var intervals: ScoreIntervals?

    /// Whether the probabilities on held-out rows are what they say.
    public var calibration: Calibration?

    /// Points of the ROC curve on held-out rows: the share found over false alarms.
    public var rocCurve: [ScoreCurve.Point]?

    /// Points of precision over recall on held-out rows.
    public var prCurve: [ScoreCurve.Point]?

    /// Nothing yet.
    public init() {}

    /// Adds what the decisions on held-out rows tell.
    mutating func add(decisions: [Float], labels: [Bool], documents: [Int]?, seed: UInt64) {
      intervals = ScoreIntervals(
        decisions: decisions, labels: labels, documents: documents, seed: seed)
      calibration = Calibration(decisions: decisions, labels: labels)
      rocCurve = ScoreCurve.roc(decisions, labels: labels)
      prCurve = ScoreCurve.precisionRecall(decisions, labels: labels)
    }
  }

  /// The columns that a k-sparse probe was given.
  public struct Sparsity: Codable, Hashable, Sendable {
    /// How many were asked for.
    public var k: Int

    /// How they were chosen, one of `ColumnSelector`.
    public var selector: String

    /// The columns, the best first.
    public var columns: [Int]

    /// Of one column: the best that a threshold does on the rows fitted to.
    public var threshold: ValueRuns.Threshold?
  }

  /// The optimum at one C.
  public struct PathPoint: Codable, Hashable, Sendable {
    /// How much mistakes count.
    public var C: Double

    /// The objective, and how far above its minimum it lies at most.
    @Figure public var objective: Double
    @Figure public var dualityGap: Double

    /// The coefficients that are not zero.
    public var active: [Coefficient]

    /// F1 and the area under the ROC curve on held-out rows.
    @Figure public var f1: Double
    @Figure public var rocAUC: Double

    init(_ C: Double, _ fit: LogisticFit, _ scores: Scores) {
      self.C = C
      objective = fit.objective
      dualityGap = fit.dualityGap
      active = fit.coefficients.enumerated().filter { $0.element != 0 }.map {
        Coefficient(index: $0.offset, coefficient: $0.element)
      }
      f1 = scores.f1
      rocAUC = scores.rocAUC ?? .nan
    }
  }

  /// How C was chosen: by the log-loss on folds of documents.
  public struct Validation: Codable, Hashable, Sendable {
    /// The Cs, rising.
    public var points: [CrossValidation.Point]

    /// The C of the smallest log-loss, which was taken.
    public var best: Double

    /// The smallest C within a standard error of that.
    public var simplest: Double
  }

  /// How often columns are used when documents are drawn anew.
  public struct Stability: Codable, Hashable, Sendable {
    /// How many draws were fitted.
    public var draws: Int

    /// The columns that were ever used, the most frequent first.
    public var columns: [SupportStability.Entry]
  }

  /// What chance scores: probes of labels that were dealt out anew.
  public struct Permutations: Codable, Hashable, Sendable {
    /// How many.
    public var count: Int

    /// The mean area under the ROC curve.
    public var meanROCAUC: Double

    /// The probability of the score by chance: (1 + those as good) / (1 + all).
    public var p: Double

    /// Their areas.
    public var rocAUCs: [Double]
  }

  /// How rows were parted.
  public struct Split: Codable, Hashable, Sendable {
    /// `document` or `row`.
    public var kind: String

    /// The seed of a split by row.
    public var randomState: UInt32?

    /// How many rows were fitted to, and how many held out.
    public var trainRows: Int
    public var testRows: Int

    /// How many documents they are from; nil where the harvest doesn't say.
    public var trainDocuments: Int?
    public var testDocuments: Int?

    init(_ split: LabelledSplit) {
      switch split.kind {
      case .document: (kind, randomState) = ("document", nil)
      case .row(let state): (kind, randomState) = ("row", state)
      }
      trainRows = split.train.rows.count
      testRows = split.test.rows.count
      trainDocuments = split.train.documents.map { Set($0).count }
      testDocuments = split.test.documents.map { Set($0).count }
    }
  }
}
