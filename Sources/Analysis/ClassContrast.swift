import Probes

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

  /// s²/n; NaN for fewer than two rows.
  var squaredStandardError: Double {
    count > 1 ? squaredDeviations / Double(count - 1) / Double(count) : .nan
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

  /// Welch's t: the difference of the means over its standard error, with each class's own variance.
  ///
  ///     t = (mean₁ − mean₀) / √(s₁²/n₁ + s₀²/n₀)
  ///
  /// NaN for fewer than two rows in a class, and for a column that never varies.
  var welch: (t: Double, p: Double) {
    let (a, b) = (positive.squaredStandardError, negative.squaredStandardError)
    let difference = positive.mean - negative.mean
    guard a.isFinite && b.isFinite && (a + b > 0 || difference != 0) else { return (.nan, .nan) }
    let t = difference / (a + b).squareRoot()
    let degrees =
      (a + b) * (a + b)
      / (a * a / Double(positive.count - 1) + b * b / Double(negative.count - 1))
    return (t, a + b > 0 ? StudentDistribution.twoSidedTail(t, degrees: degrees) : 0)
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
      "welchT": Figure(welch.t),
      "welchP": Figure(welch.p),
    ]
  }
}
