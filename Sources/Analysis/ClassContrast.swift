/// What one column is like among the rows of one class.
struct ClassSummary: Sendable {
  let count: Int
  let mean: Double
  let squaredDeviations: Double
  let density: Double
  let maximum: Float

  init(_ moments: RunningMoments, _ column: Int) {
    count = moments.count
    mean = count > 0 ? moments.means[column] : .nan
    squaredDeviations = moments.squaredDeviations[column]
    density = moments.density(column)
    maximum = moments.maxima[column]
  }
}

/// How one column differs between the rows of two classes.
struct ClassContrast: Sendable {
  let positive: ClassSummary
  let negative: ClassSummary

  private var count: Int { positive.count + negative.count }

  /// The standard deviation within the classes.
  ///
  ///     √((Σ (x − positive mean)² + Σ (x − negative mean)²) / (n − 2))
  ///
  /// NaN for fewer than three rows.
  var pooledDeviation: Double {
    guard count > 2 else { return .nan }
    let squares = positive.squaredDeviations + negative.squaredDeviations
    return (squares / Double(count - 2)).squareRoot()
  }

  /// The difference of the means in units of the pooled deviation (Cohen's d).
  ///
  /// NaN for a column that never varies; infinite for one that is constant in each class and differs
  /// between them.
  var effectSize: Double {
    let difference = positive.mean - negative.mean
    return difference == 0 && pooledDeviation == 0 ? .nan : difference / pooledDeviation
  }

  /// The share of all rows in which the column is not zero.
  var density: Double {
    let nonzeros =
      (positive.count > 0 ? positive.density * Double(positive.count) : 0)
      + (negative.count > 0 ? negative.density * Double(negative.count) : 0)
    return nonzeros / Double(count)
  }

  /// The numbers by the names that results give them.
  var statistics: [String: Figure] {
    [
      "effectSize": Figure(effectSize),
      "meanPositive": Figure(positive.mean),
      "meanNegative": Figure(negative.mean),
      "pooledDeviation": Figure(pooledDeviation),
      "density": Figure(density),
      "densityPositive": Figure(positive.density),
      "densityNegative": Figure(negative.density),
      "maximum": Figure(max(positive.maximum, negative.maximum)),
    ]
  }
}
