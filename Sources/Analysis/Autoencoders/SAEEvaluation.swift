public import Autoencoders

/// What a sparse autoencoder is worth: on rows that it did not learn from, and in its model.
public struct SAEEvaluation: Codable, Hashable, Sendable {
  /// The part of the variance that is explained, by the definitions of
  /// `Evaluation.ExplainedVariance`.
  public struct ExplainedVariance: Codable, Hashable, Sendable {
    @Figure public var global: Double
    @Figure public var perToken: Double
    @Figure public var legacy: Double

    init(_ value: Evaluation.ExplainedVariance) {
      global = value.global
      perToken = value.perToken
      legacy = value.legacy
    }
  }

  /// How long reconstructions are; see `Evaluation.Shrinkage`.
  public struct Shrinkage: Codable, Hashable, Sendable {
    @Figure public var inputNorm: Double
    @Figure public var outputNorm: Double
    @Figure public var ratio: Double
    @Figure public var relativeBias: Double

    init(_ value: Evaluation.Shrinkage) {
      inputNorm = value.inputNorm
      outputNorm = value.outputNorm
      ratio = value.ratio
      relativeBias = value.relativeBias
    }
  }

  /// The cross-entropy of the model's predictions, in nats a token.
  public struct CrossEntropy: Codable, Hashable, Sendable {
    /// How many tokens were predicted.
    public var tokens: Int

    /// Without a change.
    @Figure public var clean: Double

    /// With the autoencoder in the site's place.
    @Figure public var spliced: Double

    /// With zeros in its place, at every position.
    @Figure public var zeroAblated: Double

    /// With the mean of the evaluated rows in its place, at every position.
    @Figure public var meanAblated: Double

    /// (zeroAblated - spliced) / (zeroAblated - clean).
    @Figure public var score: Double

    /// (meanAblated - spliced) / (meanAblated - clean).
    @Figure public var meanScore: Double

    init(_ sums: PredictionSums) {
      tokens = sums.tokens
      clean = sums.cleanCrossEntropy
      spliced = sums.crossEntropy(.spliced)
      zeroAblated = sums.crossEntropy(.zeroAblated)
      meanAblated = sums.crossEntropy(.meanAblated)
      score = sums.lossScore(against: .zeroAblated)
      meanScore = sums.lossScore(against: .meanAblated)
    }
  }

  /// The divergence of the model's predictions from those without a change, in nats a position.
  public struct Divergence: Codable, Hashable, Sendable {
    /// How many positions' predictions were compared.
    public var positions: Int

    @Figure public var spliced: Double
    @Figure public var zeroAblated: Double
    @Figure public var meanAblated: Double

    /// (zeroAblated - spliced) / zeroAblated.
    @Figure public var score: Double

    init(_ sums: PredictionSums) {
      positions = sums.distributions
      spliced = sums.divergence(.spliced)
      zeroAblated = sums.divergence(.zeroAblated)
      meanAblated = sums.divergence(.meanAblated)
      score = sums.divergenceScore(against: .zeroAblated)
    }
  }

  /// The rows and tokens of one kind.
  public struct Kind: Codable, Hashable, Sendable {
    public var name: TokenClass
    public var rows: Int
    @Figure public var l0: Double
    @Figure public var mse: Double
    @Figure public var normalizedMSE: Double

    /// Counted from the mean of all rows, not of these.
    @Figure public var explainedVariance: Double
    @Figure public var cosine: Double
    public var ce: CrossEntropy?
    public var kl: Divergence?

    init(_ name: TokenClass, _ group: EvaluationGroup) {
      let rows = group.reconstruction
      self.name = name
      self.rows = rows.rows
      l0 = rows.l0
      mse = rows.mse
      normalizedMSE = rows.normalizedMSE
      explainedVariance = rows.explainedVariance.global
      cosine = rows.cosine
      ce = group.prediction.tokens > 0 ? CrossEntropy(group.prediction) : nil
      kl = group.prediction.distributions > 0 ? Divergence(group.prediction) : nil
    }
  }

  /// How many features are on in a part of the rows between two powers of ten.
  public struct DensityBin: Codable, Hashable, Sendable {
    /// The decimal logarithm of the smallest part.
    public var lower: Double

    /// That of the largest.
    public var upper: Double

    public var count: Int
  }

  /// The cosines between what features look for and what they stand for.
  public struct Cosines: Codable, Hashable, Sendable {
    @Figure public var mean: Double
    @Figure public var low: Double
    @Figure public var median: Double
    @Figure public var high: Double
  }

  public var sae: String
  public var format: AutoencoderFormat
  public var architecture: String
  public var harvest: String
  public var site: String

  /// Where what a transcoder makes is compared; nil where that is `site`.
  public var outputSite: String?

  /// The part of the documents that was looked at: `train`, `validation`, `test` or `all`.
  public var split: String
  public var documents: Int
  public var rows: Int

  @Figure public var l0: Double
  @Figure public var l1: Double
  @Figure public var mse: Double
  @Figure public var normalizedMSE: Double
  public var explainedVariance: ExplainedVariance
  @Figure public var cosine: Double
  public var shrinkage: Shrinkage

  /// How many features are on in no row.
  public var deadFeatures: Int

  /// How many are on in more than a tenth of the rows.
  public var denseFeatures: Int

  /// For every feature, in which part of the rows it is on.
  public var featureDensity: [Double]

  /// How many features are how dense, those that are on at all; the sparsest first.
  public var densityHistogram: [DensityBin]

  /// Nil for a transcoder.
  public var encoderDecoderCosine: Cosines?

  /// Nil where no model was run.
  public var ce: CrossEntropy?
  public var kl: Divergence?

  /// By kind of token; nil where nothing told them apart.
  public var classes: [Kind]?

  /// 95 % intervals, by drawing documents.
  public var intervals: [String: MetricInterval]

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]
}
