import Autoencoders
import Foundation

extension SAETraining {
  /// The curves of a run, from the lines that it logged, thinned to some hundred points.
  ///
  /// - Parameter path: The run's `metrics.jsonl`.
  /// - Returns: By step: the loss, the explained variance, how many features are on in a row, how many
  ///   are dead, and the learning rate.
  /// - Throws: `AnalysisError` with code `.unreadableResult` when the file is not such a log.
  public static func curves(metricsFile path: String) throws(AnalysisError) -> [Curve] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw AnalysisError(
        code: .unreadableResult, message: "cannot read it: expected a log of steps", path: path)
    }
    let steps: [TrainingStep]
    do {
      steps = try data.split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(TrainingStep.self, from: $0)
      }
    } catch {
      throw AnalysisError(
        code: .unreadableResult, message: "expected a step on each line: \(error)", path: path)
    }
    let stride = max(1, steps.count / 200)
    let kept = steps.enumerated().filter { $0.offset % stride == 0 || $0.offset == steps.count - 1 }
      .map(\.element)
    func curve(_ name: String, _ value: (TrainingStep) -> Double) -> Curve {
      Curve(name: name, steps: kept.map(\.step), values: kept.map(value))
    }
    return [
      curve("loss", \.loss), curve("explained variance") { $0.explainedVariance ?? .nan },
      curve("l0", \.l0), curve("deadFeatures") { Double($0.deadFeatures) },
      curve("learningRate") { Double($0.learningRate) },
    ]
  }
}
