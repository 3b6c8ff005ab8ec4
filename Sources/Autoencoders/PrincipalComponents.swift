import Gradients
public import Tensors

/// The directions in which activations vary most: the best linear code of each size.
///
/// The covariance is summed in double precision, so that a few huge activations do not drown the
/// rest.
public struct PrincipalComponents: Sendable {
  /// The mean of the rows, shape `[1, dIn]`.
  public let mean: Matrix

  /// The unit directions, that of the largest variance first; shape `[dIn, dIn]`.
  public let directions: Matrix

  /// The variance along each direction.
  public let variances: [Double]

  /// Finds the components of rows.
  ///
  /// - Parameter rows: Activations, shape `[row, dIn]`, at least two.
  /// - Throws: `AutoencoderError` when there are fewer, or they are not finite.
  public init(of rows: Matrix) throws(AutoencoderError) {
    guard rows.rows >= 2 else {
      throw AutoencoderError(
        code: .tooLittleData,
        message: "principal components need at least 2 rows, found \(rows.rows)")
    }
    var mean = columnSums(of: rows)
    mean.scale(by: 1 / Float(rows.rows))
    var centered = rows
    centered.forEachRow { [mean] _, row in Tensors.add(mean[row: 0], scale: -1, to: &row) }
    var covariance = SymmetricMatrix(order: rows.columns)
    covariance.addOuterProducts(of: centered)
    guard let (values, vectors) = covariance.eigen() else {
      throw AutoencoderError(
        code: .notFinite, message: "the covariance of \(rows.rows) rows is not finite")
    }
    self.mean = mean
    directions = vectors
    variances = values.map { max($0, 0) / Double(rows.rows) }
  }

  /// What the first `k` components make of rows: x̂ = mean + (x - mean) · Vᵀ · V.
  public func reconstruct(_ rows: Matrix, k: Int) -> Matrix {
    precondition((0...directions.rows).contains(k), "\(k) of \(directions.rows) components")
    var centered = rows
    centered.forEachRow { _, row in Tensors.add(mean[row: 0], scale: -1, to: &row) }
    let kept = directions.rows(0..<k)
    let coordinates = Matrix.product(centered, kept, transposing: .right)
    var reconstruction = Matrix.product(coordinates, kept)
    reconstruction.addToRows(mean)
    return reconstruction
  }
}

/// The part of the variance of rows that a linear code of rank `k` explains, fitted on other rows.
///
/// It is the baseline of a sparse code with `k` features on in a row, in the terms of
/// `Evaluation.explainedVariance`.
///
/// - Parameters:
///   - k: How many principal components the code keeps.
///   - rows: The rows to explain, shape `[row, dIn]`.
///   - fitted: The rows that the components are found on.
/// - Returns: The explained variance.
/// - Throws: `AutoencoderError` when there are too few rows, or they are not finite.
public func rankKExplainedVariance(
  k: Int, of rows: Matrix, fittedTo fitted: Matrix
) throws(AutoencoderError) -> Evaluation.ExplainedVariance {
  let components = try PrincipalComponents(of: fitted)
  var center = columnSums(of: rows)
  center.scale(by: 1 / Float(max(rows.rows, 1)))
  var statistics = ReconstructionStatistics(width: 0, center: center)
  let reconstruction = components.reconstruct(rows, k: min(k, rows.columns))
  statistics.add(rows, code: nil, reconstruction: reconstruction)
  return statistics.evaluation.explainedVariance
}
