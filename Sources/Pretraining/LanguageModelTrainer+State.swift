import Checkpoints
import Foundation

/// What a trainer counts.
private struct TrainerCounters: Codable {
  let stepCount: Int
  let tokenCount: Int
}

extension LanguageModelTrainer {
  /// Writes the weights, the optimizer's memory and the counters to a file, which gets its name when
  /// it is whole.
  ///
  /// After its first weights a trainer draws no random numbers, and its batches are asked for by the
  /// number of the step, so there is no other state.
  func writeState(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let counters = try encoder.encode(
      TrainerCounters(stepCount: stepCount, tokenCount: tokenCount))
    try Safetensors.write(
      parameters.items, metadata: ["trainer": String(decoding: counters, as: UTF8.self)], to: path)
  }

  /// Takes up the state that `writeState(to:)` left in a file.
  mutating func restoreState(from path: String) throws {
    let file = try SafetensorsFile(path: path)
    guard
      let counters = try? JSONDecoder().decode(
        TrainerCounters.self, from: Data((file.metadata["trainer"] ?? "").utf8))
    else {
      throw PretrainingError(
        code: .badFile, message: "its metadata is not a trainer's state", path: path)
    }
    try parameters.restore(from: file)
    (stepCount, tokenCount) = (counters.stepCount, counters.tokenCount)
  }
}
