public import Tensors

/// What an autoencoder is worth on activations, without the model they come from.
public struct Evaluation: Codable, Equatable, Sendable {
  /// The part of the variance that is explained, by three definitions.
  public struct ExplainedVariance: Codable, Equatable, Sendable {
    /// Of all rows together: 1 - Σ_b ‖x[b] - x̂[b]‖² / Σ_b ‖x[b] - mean‖².
    public let global: Double

    /// Of each row by itself, averaged: mean_b (1 - ‖x[b] - x̂[b]‖² / ‖x[b] - mean‖²).
    public let perToken: Double

    /// As `perToken`, with the mean of each batch: SAELens's `explained_variance_legacy`, which
    /// hangs on the batches' size.
    public let legacy: Double

    /// Names the three.
    public init(global: Double, perToken: Double, legacy: Double) {
      self.global = global
      self.perToken = perToken
      self.legacy = legacy
    }
  }

  /// How the lengths of reconstructions compare with those of the rows: a penalty on features makes
  /// them shorter.
  public struct Shrinkage: Codable, Equatable, Sendable {
    /// The mean of ‖x‖.
    public let inputNorm: Double

    /// The mean of ‖x̂‖.
    public let outputNorm: Double

    /// The mean of ‖x̂‖ / ‖x‖.
    public let ratio: Double

    /// Σ ‖x̂‖² / Σ x · x̂: below 1 where x̂ would have to be longer.
    ///
    /// Source: Rajamanoharan et al. 2024, <https://arxiv.org/abs/2404.16014>, equation 10.
    public let relativeBias: Double
  }

  /// How many rows were looked at.
  public let rows: Int

  /// The mean number of features on in a row.
  public let l0: Double

  /// The mean sum of a row's features, without their signs.
  public let l1: Double

  /// The mean over rows of ‖x - x̂‖².
  public let mse: Double

  /// Σ_b ‖x[b] - x̂[b]‖² / Σ_b ‖x[b]‖².
  public let normalizedMSE: Double

  /// The part of the variance that is explained.
  public let explainedVariance: ExplainedVariance

  /// The mean cosine of the angle between x and x̂.
  public let cosine: Double

  /// How long reconstructions are.
  public let shrinkage: Shrinkage

  /// How many features are on in no row.
  public let deadFeatures: Int

  /// For every feature, in which part of the rows it is on.
  public let featureDensity: [Double]
}

extension SparseAutoencoder {
  /// Evaluates this autoencoder on rows, batch by batch.
  ///
  /// - Parameters:
  ///   - center: The mean of the rows, shape `[1, dIn]`; the variance is counted from it.
  ///   - nextBatch: The next rows, shape `[batch, dIn]`; nil after the last.
  /// - Returns: The metrics of all rows.
  /// - Throws: What `nextBatch` throws, and `AutoencoderError` for rows of another width or none.
  public func evaluated(
    center: Matrix, nextBatch: () throws -> Matrix?
  ) throws -> Evaluation {
    var statistics = ReconstructionStatistics(width: width, center: center)
    while let batch = try nextBatch() {
      guard batch.columns == inputWidth else {
        throw AutoencoderError(
          code: .wrongWidth,
          message: "the autoencoder takes rows of \(inputWidth) numbers, found \(batch.columns)")
      }
      let (code, reconstruction) = reconstruct(batch)
      statistics.add(batch, code: code, reconstruction: reconstruction)
    }
    guard statistics.rowCount > 0 else {
      throw AutoencoderError(code: .tooLittleData, message: "there are no rows to evaluate on")
    }
    return statistics.evaluation
  }
}
