import Checkpoints
import Tensors

/// The numbers of a run's steps: a line each in `metrics.jsonl`, and charts for TensorBoard.
struct MetricsLog {
  private var lines: StepLog
  private let events: EventFile

  /// How many lines are written together.
  private static let linesTogether = 20

  /// Begins the log of a run, or takes it up without the lines of steps that will be taken again.
  init(folder: String, afterStep step: Int) throws(AutoencoderError) {
    lines = StepLog(folder: folder)
    do {
      try lines.keep(steps: step)
    } catch {
      throw AutoencoderError(error)
    }
    events = try EventFile(folder: folder)
  }

  /// Notes a step; some lines are written together.
  mutating func note(_ step: TrainingStep) throws(AutoencoderError) {
    do {
      try lines.note(step)
    } catch {
      throw AutoencoderError(code: .notFinite, message: "step \(step.step): \(error)")
    }
    events.append(step: step.step, values: step.chartValues)
    if lines.pendingCount >= Self.linesTogether { try flush() }
  }

  /// Appends the lines of the last steps to the file.
  mutating func flush() throws(AutoencoderError) {
    do {
      try lines.flush()
    } catch {
      throw AutoencoderError(error)
    }
  }
}

extension TrainingStep {
  /// The numbers that a chart shows.
  fileprivate var chartValues: [(tag: String, value: Double)] {
    var values = [
      ("losses/reconstruction", loss), ("losses/sparsity", sparsityLoss),
      ("losses/auxiliary", auxiliaryLoss), ("metrics/l0", l0),
      ("sparsity/dead_features", Double(deadFeatures)), ("details/gradient_norm", gradientNorm),
      ("details/learning_rate", Double(learningRate)),
    ]
    if let explainedVariance { values.append(("metrics/explained_variance", explainedVariance)) }
    if let penaltyCoefficient {
      values.append(("details/penalty_coefficient", Double(penaltyCoefficient)))
    }
    return values
  }
}
