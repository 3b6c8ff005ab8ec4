import Glibc

/// A logistic regression of a label on one column and a constant, with its inference.
///
///     p(y = 1 | x) = 1 / (1 + exp(-intercept - slope · x))
///
/// The numbers are those that statsmodels' `Logit(y, add_constant(x)).fit()` gives. Where the
/// classes are separated, or the column is constant, there is no such regression: the numbers are
/// NaN, and `separation` says why.
public struct LogitFit: Equatable, Sendable {
  /// How many rows it was fitted to.
  public let count: Int

  /// Whether a threshold tells the classes apart, so that there is no optimum.
  public let separation: Separation

  /// β: how the log odds change with the column.
  public let slope: Double

  /// The log odds where the column is 0.
  public let intercept: Double

  /// The variance of the slope, from the inverse of the negative Hessian.
  public let slopeVariance: Double

  /// The variance of the intercept.
  public let interceptVariance: Double

  /// Σ log p(label).
  public let logLikelihood: Double

  /// The same without the column.
  public let nullLogLikelihood: Double

  /// How many Newton steps were taken.
  public let iterations: Int

  /// Whether the last step was negligible.
  public let converged: Bool

  /// An estimate with its inference: a line of a summary.
  public struct Estimate: Equatable, Sendable {
    /// What is estimated.
    public let value: Double

    /// Its standard error.
    public let standardError: Double

    /// The estimate in standard errors.
    public var z: Double { value / standardError }

    /// The probability of a z as far from zero by chance.
    public var p: Double { NormalDistribution.twoSidedTail(z) }

    /// The negative natural logarithm of `p`, which does not underflow.
    public var negativeLogP: Double { NormalDistribution.negativeLogTail(z) }

    /// The lower end of the 95 % confidence interval.
    public var lower: Double { value - NormalDistribution.upperQuantile975 * standardError }

    /// The upper end of the 95 % confidence interval.
    public var upper: Double { value + NormalDistribution.upperQuantile975 * standardError }
  }

  /// The slope and its inference.
  public var slopeEstimate: Estimate {
    Estimate(value: slope, standardError: slopeVariance.squareRoot())
  }

  /// The intercept and its inference.
  public var interceptEstimate: Estimate {
    Estimate(value: intercept, standardError: interceptVariance.squareRoot())
  }

  /// McFadden's: 1 − log-likelihood / log-likelihood without the column.
  public var pseudoR2: Double { 1 - logLikelihood / nullLogLikelihood }

  /// The probability by chance of a likelihood ratio as large, χ² with one degree of freedom.
  public var likelihoodRatioP: Double {
    erfc(max(logLikelihood - nullLogLikelihood, 0).squareRoot())
  }
}
