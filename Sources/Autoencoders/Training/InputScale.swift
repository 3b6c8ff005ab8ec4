public import Tensors

/// The factor that brings activations to a known size before training.
///
///     value = √dIn / mean_b ‖x[b]‖        or        1 / √(mean_b ‖x[b]‖²)
///
/// It is estimated on a sample of rows, and folded into the weights when they are saved, unless the
/// configuration says otherwise, so that a saved autoencoder works on activations as they are.
///
/// Sources: Templeton et al. 2024, "Scaling Monosemanticity", and SAELens's
/// `expected_average_only_in`; Lieberum et al. 2024, <https://arxiv.org/abs/2408.05147>.
public struct InputScale: Codable, Equatable, Sendable {
  /// The factor.
  public let value: Float

  /// The standard error of the factor, as a part of it.
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

  /// Estimates a scale of activations from a sample of at least one row that is not zero.
  public init(_ scaling: InputScaling = .rootWidth, of sample: Matrix) {
    guard scaling != .none else {
      self = .one
      return
    }
    let isSquared = scaling == .unitMeanSquare
    let sizes = (0..<sample.rows).map { row in
      let square = squaredNorm(sample[row: row])
      return isSquared ? square : square.squareRoot()
    }
    let count = Double(sizes.count)
    let mean = sizes.reduce(0, +) / count
    let variance = sizes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
    let error = (variance / count).squareRoot() / mean
    self.init(
      value: Float(isSquared ? 1 / mean.squareRoot() : Double(sample.columns).squareRoot() / mean),
      relativeError: isSquared ? error / 2 : error, rows: sample.rows)
  }
}
