import Glibc

/// A learning rate over the course of a run: a linear warm-up, a plateau, a decay to the end.
public struct LearningRate: Codable, Equatable, Sendable {
  /// How the rate falls at the end.
  public enum Decay: String, Codable, Sendable, CaseIterable {
    case constant, linear, cosine
  }

  /// The rate of the plateau.
  public var peak: Float

  /// How many steps lead up to it; the first is taken at `peak / warmUpSteps`.
  public var warmUpSteps: Int

  /// How the rate falls.
  public var decay: Decay

  /// Over how many of the last steps it falls; it reaches zero one step after the last.
  public var decaySteps: Int

  /// Makes a schedule.
  public init(peak: Float, warmUpSteps: Int = 0, decay: Decay = .constant, decaySteps: Int = 0) {
    self.peak = peak
    self.warmUpSteps = warmUpSteps
    self.decay = decay
    self.decaySteps = decaySteps
  }

  /// The rate of a step.
  ///
  /// - Parameters:
  ///   - step: The step, counted from 0.
  ///   - total: How many steps the run has.
  /// - Returns: The rate.
  public func rate(at step: Int, of total: Int) -> Float {
    let warmth = warmUpSteps > 0 ? min(1, Float(step + 1) / Float(warmUpSteps)) : 1
    return peak * warmth * remaining(at: step, of: total)
  }

  private func remaining(at step: Int, of total: Int) -> Float {
    guard decay != .constant && decaySteps > 0 else { return 1 }
    let fraction = max(0, min(1, Float(total - step) / Float(decaySteps)))
    return decay == .linear ? fraction : (1 - cos(.pi * fraction)) / 2
  }
}
