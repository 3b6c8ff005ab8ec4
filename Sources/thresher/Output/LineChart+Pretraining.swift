import Analysis
import Foundation
import Pretraining
import Reports

extension LineChart {
  /// Makes the curves of a language model's training, the loss of batches and of held-out text, from
  /// the run's `metrics.jsonl`.
  init(lossesIn path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): cannot read it: expected a log of steps")
    }
    let steps = try data.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(PretrainingStep.self, from: $0)
    }
    let held = steps.filter { $0.heldOutLoss != nil }
    let stride = max(1, steps.count / 400)
    let kept = steps.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    self.init(
      title: "Loss, nats a token", xLabel: "step",
      series: [
        Series(name: "training", x: kept.map { Double($0.step) }, y: kept.map { Figure($0.loss) }),
        Series(
          name: "held out", x: held.map { Double($0.step) },
          y: held.map { Figure($0.heldOutLoss ?? .nan) }),
      ])
  }
}
