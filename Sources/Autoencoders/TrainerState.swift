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
  var configuration: TopKConfiguration
  var inputScale: InputScale
  var stepCount: Int
  var rowCount: Int
}

extension TopKTrainer {
  private static var parts: [(name: String, path: WritableKeyPath<TopKTrainer, Matrix>)] {
    [
      ("encoder", \.parameters.encoder),
      ("encoder_bias", \.parameters.encoderBias),
      ("decoder", \.parameters.decoder),
      ("decoder_bias", \.parameters.decoderBias),
      ("first.encoder", \.moments.encoder.first),
      ("first.encoder_bias", \.moments.encoderBias.first),
      ("first.decoder", \.moments.decoder.first),
      ("first.decoder_bias", \.moments.decoderBias.first),
      ("second.encoder", \.moments.encoder.second),
      ("second.encoder_bias", \.moments.encoderBias.second),
      ("second.decoder", \.moments.decoder.second),
      ("second.decoder_bias", \.moments.decoderBias.second),
    ]
  }

  /// Writes the trainer's state to a file, which gets its name when it is whole.
  func writeState(to path: String) throws(AutoencoderError) {
    let state = TrainerState(
      configuration: configuration, inputScale: inputScale, stepCount: stepCount,
      rowCount: rowCount)
    var items = Self.parts.map { part in
      let matrix = self[keyPath: part.path]
      return SafetensorsItem(part.name, Tensor(matrix, shape: [matrix.rows, matrix.columns]))
    }
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
    let width = state.configuration.width
    guard let inputWidth = file.info("decoder_bias")?.shape.last else {
      throw AutoencoderError(code: .badFile, message: "it lacks 'decoder_bias'", path: path)
    }
    try state.configuration.validate(inputWidth: inputWidth)
    let empty = AutoencoderParameters(
      encoder: Matrix(rows: width, columns: inputWidth),
      encoderBias: Matrix(rows: 1, columns: width),
      decoder: Matrix(rows: width, columns: inputWidth),
      decoderBias: Matrix(rows: 1, columns: inputWidth))
    let counts = try tensor("rows_since_on", of: file, shape: [width])
    self.init(
      configuration: state.configuration, inputScale: state.inputScale,
      stepCount: state.stepCount, rowCount: state.rowCount, parameters: empty,
      moments: ParameterMoments(of: empty),
      activity: FeatureActivity(rowsSinceOn: counts.elements.map { Int($0) }))
    for part in Self.parts {
      let shape = [self[keyPath: part.path].rows, self[keyPath: part.path].columns]
      // A copy: training writes to it, and the file may be replaced under the mapping.
      let stored = try tensor(part.name, of: file, shape: shape)
      self[keyPath: part.path] = Matrix(
        rows: shape[0], columns: shape[1], elements: stored.elements)
    }
  }
}
