/// The mean, the variance and the norm of a site's rows, in double precision.
public struct SiteMoments: Equatable, Sendable {
  /// How many rows.
  public let rows: Int

  /// The mean row, shape `[width]`.
  public let mean: [Double]

  /// The mean squared deviation from the mean, shape `[width]`.
  public let variance: [Double]

  /// The mean of the rows' Euclidean norms.
  public let meanNorm: Double

  /// The largest magnitude of any value.
  public let largest: Double

  /// The moments of no rows.
  public init(width: Int) {
    self.init(
      rows: 0, mean: [Double](repeating: 0, count: width),
      variance: [Double](repeating: 0, count: width), meanNorm: 0, largest: 0)
  }

  init(rows: Int, mean: [Double], variance: [Double], meanNorm: Double, largest: Double) {
    self.rows = rows
    self.mean = mean
    self.variance = variance
    self.meanNorm = meanNorm
    self.largest = largest
  }

  /// What rows are multiplied by for the mean of their norms to be √width; nil where that norm is
  /// zero.
  public var scale: Double? { meanNorm > 0 ? Double(mean.count).squareRoot() / meanNorm : nil }

  /// The mean over all columns of the variance.
  public var meanVariance: Double {
    variance.isEmpty ? 0 : variance.reduce(0, +) / Double(variance.count)
  }

  /// The moments of these rows and others together.
  ///
  ///     mean     = mean_a + d n_b / n,                 d = mean_b − mean_a, n = n_a + n_b
  ///     variance = (n_a variance_a + n_b variance_b + d² n_a n_b / n) / n
  ///
  /// Source: Chan, Golub, LeVeque 1983, "Algorithms for computing the sample variance".
  public func combined(with other: SiteMoments) -> SiteMoments {
    precondition(
      mean.count == other.mean.count, "SiteMoments: \(mean.count) and \(other.mean.count) columns")
    guard rows > 0 else { return other }
    guard other.rows > 0 else { return self }
    let total = Double(rows + other.rows)
    let (share, otherShare) = (Double(rows) / total, Double(other.rows) / total)
    let differences = zip(mean, other.mean).map { $1 - $0 }
    return SiteMoments(
      rows: rows + other.rows,
      mean: zip(mean, differences).map { $0 + $1 * otherShare },
      variance: mean.indices.map {
        share * variance[$0] + otherShare * other.variance[$0]
          + differences[$0] * differences[$0] * share * otherShare
      },
      meanNorm: share * meanNorm + otherShare * other.meanNorm,
      largest: max(largest, other.largest))
  }
}
