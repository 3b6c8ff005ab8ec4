import Foundation
import Tensors

/// The numbers of a run's steps: a line each in `metrics.jsonl`, and charts for TensorBoard.
struct MetricsLog {
  private let path: String
  private let events: EventFile
  private var pendingLines: [String] = []

  /// How many lines are written together.
  private static let linesTogether = 20

  /// Begins the log of a new run.
  init(startingIn folder: String) throws(AutoencoderError) {
    path = folder + "/metrics.jsonl"
    do {
      try write([], to: path)
    } catch {
      throw AutoencoderError(error)
    }
    events = try EventFile(folder: folder)
  }

  /// Takes up a log, without the lines of steps that will be taken again.
  init(resuming folder: String, afterStep step: Int) throws(AutoencoderError) {
    path = folder + "/metrics.jsonl"
    let text = FileManager.default.contents(atPath: path) ?? Data()
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").prefix(step)
    do {
      try write(Array(lines.map { $0 + "\n" }.joined().utf8), to: path)
    } catch {
      throw AutoencoderError(error)
    }
    events = try EventFile(folder: folder)
  }

  /// Notes a step; some lines are written together.
  mutating func note(_ step: TrainingStep) throws(AutoencoderError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      pendingLines.append(String(decoding: try encoder.encode(step), as: UTF8.self))
    } catch {
      throw AutoencoderError(code: .notFinite, message: "step \(step.step): \(error)")
    }
    events.append(step: step.step, values: step.chartValues)
    if pendingLines.count >= Self.linesTogether { try flush() }
  }

  /// Appends the lines of the last steps to the file.
  mutating func flush() throws(AutoencoderError) {
    let text = pendingLines.map { $0 + "\n" }.joined()
    do {
      guard let file = FileHandle(forWritingAtPath: path) else {
        return try write(Array(text.utf8), to: path)
      }
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
      try file.close()
    } catch let error as FileError {
      throw AutoencoderError(error)
    } catch {
      throw AutoencoderError(code: .file, message: "\(error)", path: path)
    }
    pendingLines = []
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
