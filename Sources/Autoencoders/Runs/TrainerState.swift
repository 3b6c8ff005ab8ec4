import Checkpoints
import Foundation
import Gradients
import Tensors

/// All that a trainer needs to go on to the same bytes, in one file: its weights and optimizer as
/// tensors, its counters and configuration as metadata.
///
/// After its first weights a trainer draws no random numbers, and its batches are asked for by the
/// number of the step, so there is no other state.
struct TrainerState: Codable {
  var configuration: TrainingConfiguration
  var inputScale: InputScale
  var outputScale: InputScale
  var stepCount: Int
  var rowCount: Int
  var progress: AutoencoderTrainer.Progress
}

extension AutoencoderTrainer {
  /// Writes the trainer's state to a file, which gets its name when it is whole.
  func writeState(to path: String) throws(AutoencoderError) {
    let state = TrainerState(
      configuration: configuration, inputScale: inputScale, outputScale: outputScale,
      stepCount: stepCount, rowCount: rowCount, progress: progress)
    var items = parameters.items(prefix: "")
    items += moments.first.items(prefix: "first.") + moments.second.items(prefix: "second.")
    items += average?.items(prefix: "average.") ?? []
    items.append(
      SafetensorsItem(
        "rows_since_on", integers: activity.rowsSinceOn.map(Int32.init),
        shape: [activity.rowsSinceOn.count]))
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let json = String(decoding: try encoder.encode(state), as: UTF8.self)
      try Safetensors.write(items, metadata: ["trainer": json], to: path)
    } catch let error as CheckpointError {
      throw AutoencoderError(error)
    } catch {
      throw AutoencoderError(code: .file, message: "\(error)", path: path)
    }
  }

  /// Takes up the state that `writeState(to:)` left in a file.
  init(statePath path: String) throws(AutoencoderError) {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(path: path)
    } catch {
      throw AutoencoderError(error)
    }
    let state: TrainerState
    do {
      state = try JSONDecoder().decode(
        TrainerState.self, from: Data((file.metadata["trainer"] ?? "").utf8))
    } catch {
      throw AutoencoderError(
        code: .badFile, message: "its metadata is not a trainer's state", path: path)
    }
    guard let inputWidth = file.info("encoder")?.shape.last,
      let outputWidth = file.info("decoder_bias")?.shape.last
    else {
      throw AutoencoderError(
        code: .badFile, message: "it lacks 'encoder' or 'decoder_bias'", path: path)
    }
    try state.configuration.validate(inputWidth: inputWidth)
    let empty = AutoencoderParameters(
      state.configuration, inputWidth: inputWidth, outputWidth: outputWidth)
    self.init(
      configuration: state.configuration, inputScale: state.inputScale,
      outputScale: state.outputScale, parameters: try empty.filled(from: file, prefix: ""))
    (stepCount, rowCount, progress) = (state.stepCount, state.rowCount, state.progress)
    moments.first = try empty.filled(from: file, prefix: "first.")
    moments.second = try empty.filled(from: file, prefix: "second.")
    if average != nil { average = try empty.filled(from: file, prefix: "average.") }
    let counts = try tensor("rows_since_on", of: file, shape: [state.configuration.width])
    activity = FeatureActivity(rowsSinceOn: counts.elements.map { Int($0) })
  }
}

extension AutoencoderParameters {
  /// The parameters as tensors of a file.
  fileprivate func items(prefix: String) -> [SafetensorsItem] {
    Self.parts.compactMap { name, path in
      let matrix = self[keyPath: path]
      guard matrix.count > 0 else { return nil }
      return SafetensorsItem(
        prefix + name, Tensor(matrix, shape: [matrix.rows, matrix.columns]))
    }
  }

  /// These parameters' shapes, with what a file holds under their names.
  fileprivate func filled(
    from file: SafetensorsFile, prefix: String
  ) throws(AutoencoderError) -> AutoencoderParameters {
    var filled = self
    for (name, path) in Self.parts {
      let (rows, columns) = (self[keyPath: path].rows, self[keyPath: path].columns)
      guard rows * columns > 0 else { continue }
      // A copy: training writes to it, and the file may be replaced under the mapping.
      let stored = try tensor(prefix + name, of: file, shape: [rows, columns])
      filled[keyPath: path] = Matrix(rows: rows, columns: columns, elements: stored.elements)
    }
    return filled
  }
}
