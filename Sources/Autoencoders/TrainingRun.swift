import Foundation
public import Tensors

/// The training of an autoencoder in a folder, where it can be stopped and taken up again.
///
/// The folder holds SAELens's `cfg.json` and `sae_weights.safetensors`, `training.json`,
/// `metrics.jsonl` with a line for every step, and `state/trainer.safetensors`. Each gets its name
/// when it is whole, so a run that is killed goes on from its last checkpoint.
public struct TrainingRun {
  /// What `training.json` says.
  public let record: TrainingRecord

  /// The folder.
  public let folder: String

  /// The trainer, as far as it has come.
  public private(set) var trainer: TopKTrainer

  /// Every how many steps a checkpoint is written; 0 for only at the end.
  public var checkpointEvery = 500

  private var pendingLines: [String] = []

  /// Starts a run.
  ///
  /// - Parameters:
  ///   - folder: The folder, which is made where it is missing.
  ///   - configuration: How to train.
  ///   - metadata: Where the activations come from.
  ///   - sample: Activations, shape `[row, dIn]`: some thousand rows, drawn at random.
  ///   - batchRows: How many rows a step will be given.
  ///   - dataSeed: What orders the rows.
  /// - Throws: `AutoencoderError` with code `.badConfiguration` where the folder holds a run
  ///   already, and as `TopKTrainer` does.
  public init(
    folder: String, configuration: TopKConfiguration, metadata: AutoencoderMetadata,
    sample: Matrix, batchRows: Int, dataSeed: UInt64
  ) throws(AutoencoderError) {
    guard !Self.exists(in: folder) else {
      throw AutoencoderError(
        code: .badConfiguration,
        message: "the folder holds a training run already: resume it, or choose another folder",
        path: folder)
    }
    trainer = try TopKTrainer(configuration: configuration, sample: sample)
    self.folder = folder
    record = TrainingRecord(
      configuration: configuration, metadata: metadata, inputScale: trainer.inputScale,
      batchRows: batchRows, dataSeed: dataSeed, threads: Threads.count,
      blas: Threads.blasDescription)
    try makeFolder(folder + "/state")
    try write([], path: folder + "/metrics.jsonl")
    try trainer.writeState(to: statePath)
    try writeJSON(record, to: folder + "/training.json")
  }

  /// Takes up the run in a folder where its last checkpoint left it.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: `AutoencoderError` where there is no run, or its files are damaged.
  public init(resuming folder: String) throws(AutoencoderError) {
    self.folder = folder
    record = try readJSON(folder + "/training.json")
    trainer = try TopKTrainer(statePath: folder + "/state/trainer.safetensors")
    guard trainer.configuration == record.configuration else {
      throw AutoencoderError(
        code: .badFile, message: "training.json and the saved state differ in their configuration",
        path: folder)
    }
    try dropLines(after: trainer.stepCount)
  }

  /// Whether a folder holds a run.
  public static func exists(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/training.json")
  }

  /// Trains to the end of the run, and saves the autoencoder.
  ///
  /// - Parameters:
  ///   - batch: The rows of a step, shape `[batchRows, dIn]`, by the step's number, counted from 0.
  ///     The same number must give the same rows whenever it is asked for.
  ///   - progress: Told of every step; false stops the run after a checkpoint.
  /// - Throws: What `batch` throws, and `AutoencoderError`; the last checkpoint stays.
  public mutating func run(
    batch: (Int) throws -> Matrix, progress: (TrainingStep) -> Bool = { _ in true }
  ) throws {
    while !trainer.isFinished {
      let step = try trainer.step(try batch(trainer.stepCount))
      try note(step)
      let goesOn = progress(step)
      let isDue = checkpointEvery > 0 && step.step % checkpointEvery == 0
      if !goesOn || isDue { try checkpoint() }
      if !goesOn { return }
    }
    try checkpoint()
  }

  /// Writes the state and the autoencoder as trained so far.
  public mutating func checkpoint() throws(AutoencoderError) {
    try flushLines()
    try trainer.writeState(to: statePath)
    var metadata = record.metadata
    metadata.trainingArchitecture = "topk"
    try SavedAutoencoder(trainer.autoencoder, metadata: metadata).write(to: folder)
  }

  private var statePath: String { folder + "/state/trainer.safetensors" }

  private var metricsPath: String { folder + "/metrics.jsonl" }

  private mutating func note(_ step: TrainingStep) throws(AutoencoderError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      pendingLines.append(String(decoding: try encoder.encode(step), as: UTF8.self))
    } catch {
      throw AutoencoderError(code: .notFinite, message: "step \(step.step): \(error)")
    }
    if pendingLines.count >= 20 { try flushLines() }
  }

  /// Appends the lines of the last steps to `metrics.jsonl`.
  private mutating func flushLines() throws(AutoencoderError) {
    let text = pendingLines.map { $0 + "\n" }.joined()
    do {
      guard let file = FileHandle(forWritingAtPath: metricsPath) else {
        return try write(Array(text.utf8), path: metricsPath)
      }
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
      try file.close()
    } catch let error as AutoencoderError {
      throw error
    } catch {
      throw AutoencoderError(code: .file, message: "\(error)", path: metricsPath)
    }
    pendingLines = []
  }

  /// Drops the lines of steps that the state does not know, which will be taken again.
  private func dropLines(after step: Int) throws(AutoencoderError) {
    let text = FileManager.default.contents(atPath: metricsPath) ?? Data()
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").prefix(step)
    try write(Array(lines.map { $0 + "\n" }.joined().utf8), path: metricsPath)
  }

  private func write(_ bytes: [UInt8], path: String) throws(AutoencoderError) {
    do {
      try Autoencoders.write(bytes, to: path)
    } catch {
      throw AutoencoderError(error)
    }
  }
}
