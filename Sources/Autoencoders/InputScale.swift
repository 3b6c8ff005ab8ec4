public import Tensors

/// The factor that brings activations to a mean norm of √dIn before training.
///
///     value = √dIn / mean_b ‖x[b]‖
///
/// It is estimated on a sample of rows, and folded into the weights when they are saved, so that a
/// saved autoencoder works on activations as they are.
///
/// Source: Templeton et al. 2024, "Scaling Monosemanticity", and SAELens's
/// `expected_average_only_in`.
public struct InputScale: Codable, Equatable, Sendable {
  /// The factor.
  public let value: Float

  /// The standard error of the mean norm, as a part of it.
  public let relativeError: Double

  /// How many rows it was estimated on; 0 where it was not estimated.
  public let rows: Int

  /// The scale that changes nothing.
  public static let one = InputScale(value: 1, relativeError: 0, rows: 0)

  init(value: Float, relativeError: Double, rows: Int) {
    self.value = value
    self.relativeError = relativeError
    self.rows = rows
  }

  /// Estimates the scale of activations from a sample of at least one row that is not zero.
  public init(of sample: Matrix) {
    let norms = (0..<sample.rows).map { squaredNorm(sample[row: $0]).squareRoot() }
    let count = Double(norms.count)
    let mean = norms.reduce(0, +) / count
    let variance = norms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
    self.init(
      value: Float(Double(sample.columns).squareRoot() / mean),
      relativeError: (variance / count).squareRoot() / mean, rows: sample.rows)
  }
}
