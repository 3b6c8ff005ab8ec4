/// Sums over rows of how an autoencoder's reconstructions x̂ compare with its input x, in double
/// precision.
///
/// The sums of two sets of rows add up to those of both, so that rows can be gathered by batch,
/// document or kind of token. A ratio that a row has no value of, as the cosine with a row of zeros,
/// is left out of its sum and counted; a number that is not finite stays in, and makes what hangs on
/// it NaN.
public struct ReconstructionSums: Sendable, Equatable {
  /// How many rows.
  public private(set) var rows = 0

  /// Σ ‖x - x̂‖².
  var squaredError = 0.0
  /// Σ ‖x‖².
  var squaredInput = 0.0
  /// Σ ‖x̂‖².
  var squaredOutput = 0.0
  /// Σ x · x̂.
  var product = 0.0
  /// Σ ‖x - mean‖², with the mean of all rows that are evaluated.
  var spread = 0.0
  /// Σ ‖x‖.
  var inputNorm = 0.0
  /// Σ ‖x̂‖.
  var outputNorm = 0.0
  /// How many features are on, over all rows.
  var active = 0.0
  /// Σ_f |f|.
  var magnitude = 0.0

  var cosines = RatioSum()
  var normRatios = RatioSum()

  /// 1 - ‖x - x̂‖² / ‖x - mean‖², with the mean of all rows.
  var explained = RatioSum()

  /// The same with the mean of the batch.
  var explainedInBatch = RatioSum()

  /// The sum of a ratio over the rows that have one.
  struct RatioSum: Sendable, Equatable {
    var sum = 0.0
    var rows = 0

    /// Adds a quotient, unless it is one by zero.
    mutating func add(_ numerator: Double, over denominator: Double) {
      guard denominator != 0 else { return }
      sum += numerator / denominator
      rows += 1
    }

    var mean: Double { sum / Double(rows) }

    static func += (a: inout RatioSum, b: RatioSum) {
      a.sum += b.sum
      a.rows += b.rows
    }
  }

  /// The sums of no rows.
  public init() {}

  /// The sums of one row.
  ///
  /// - Parameters:
  ///   - x: The input.
  ///   - made: What the autoencoder made of it.
  ///   - mean: The mean of all rows.
  ///   - batchMean: The mean of the rows of the same batch.
  init(_ x: Span<Float>, made: Span<Float>, mean: [Double], batchMean: [Double]) {
    var spreadInBatch = 0.0
    rows = 1
    for i in x.indices {
      let (a, b) = (Double(x[i]), Double(made[i]))
      squaredError += (a - b) * (a - b)
      squaredInput += a * a
      squaredOutput += b * b
      product += a * b
      spread += (a - mean[i]) * (a - mean[i])
      spreadInBatch += (a - batchMean[i]) * (a - batchMean[i])
    }
    inputNorm = squaredInput.squareRoot()
    outputNorm = squaredOutput.squareRoot()
    cosines.add(product, over: inputNorm * outputNorm)
    normRatios.add(outputNorm, over: inputNorm)
    explained.add(spread - squaredError, over: spread)
    explainedInBatch.add(spreadInBatch - squaredError, over: spreadInBatch)
  }

  /// The sums of the rows of both.
  public static func += (a: inout ReconstructionSums, b: ReconstructionSums) {
    a.rows += b.rows
    a.squaredError += b.squaredError
    a.squaredInput += b.squaredInput
    a.squaredOutput += b.squaredOutput
    a.product += b.product
    a.spread += b.spread
    a.inputNorm += b.inputNorm
    a.outputNorm += b.outputNorm
    a.active += b.active
    a.magnitude += b.magnitude
    a.cosines += b.cosines
    a.normRatios += b.normRatios
    a.explained += b.explained
    a.explainedInBatch += b.explainedInBatch
  }
}

extension ReconstructionSums {
  private var count: Double { Double(rows) }

  /// The mean number of features on in a row.
  public var l0: Double { active / count }

  /// The mean sum of a row's features, without their signs.
  public var l1: Double { magnitude / count }

  /// The mean over rows of ‖x - x̂‖².
  public var mse: Double { squaredError / count }

  /// Σ ‖x - x̂‖² / Σ ‖x‖².
  public var normalizedMSE: Double { squaredError / squaredInput }

  /// The part of the variance that is explained.
  public var explainedVariance: Evaluation.ExplainedVariance {
    .init(
      global: 1 - squaredError / spread, perToken: explained.mean, legacy: explainedInBatch.mean)
  }

  /// The mean cosine of the angle between x and x̂.
  public var cosine: Double { cosines.mean }

  /// How the lengths of x̂ compare with those of x.
  public var shrinkage: Evaluation.Shrinkage {
    .init(
      inputNorm: inputNorm / count, outputNorm: outputNorm / count, ratio: normRatios.mean,
      relativeBias: squaredOutput / product)
  }

  /// In how many rows the cosine, or the part of the variance explained, has no value.
  public var undefinedRows: (cosine: Int, explainedVariance: Int) {
    (rows - cosines.rows, rows - explained.rows)
  }
}
