import Autoencoders
import Foundation

/// What the progress of training says of the latest step.
struct SAEProgressLine {
  private var step: TrainingStep?
  private var rows = 0
  private var seconds = 0.0

  /// Takes note of a step.
  ///
  /// - Parameters:
  ///   - step: What it came to.
  ///   - rows: How many rows it took.
  ///   - seconds: How long training runs already.
  mutating func add(_ step: TrainingStep, rows: Int, seconds: Double) {
    self.step = step
    self.rows += rows
    self.seconds = seconds
  }

  /// The loss, the features on, the explained variance, the share of dead features, the rate.
  func text(width: Int) -> String {
    guard let step else { return "" }
    return String(
      format: "loss %.4g, L0 %.1f, explained variance %.3f, dead %.1f %%, %.0f tokens/s",
      step.loss, step.l0, step.explainedVariance ?? .nan,
      100 * Double(step.deadFeatures) / Double(width), Double(rows) / max(seconds, 1e-9))
  }
}
