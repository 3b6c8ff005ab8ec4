import Foundation
import Tensors

/// The training of an autoencoder in a folder, where it can be stopped and taken up again.
///
/// The folder holds SAELens's `cfg.json` and `sae_weights.safetensors`, `training.json`,
/// `metrics.jsonl` with a line for every step, `state/trainer.safetensors`, and event files for
/// TensorBoard. Each but the last gets its name when it is whole, so a run that is killed goes on
/// from its last checkpoint.
public struct TrainingRun {
  /// What `training.json` says.
  public let record: TrainingRecord

  /// The folder.
  public let folder: String

  /// The trainer, as far as it has come.
  public private(set) var trainer: AutoencoderTrainer

  /// Every how many steps a checkpoint is written; 0 for only at the end.
  public var checkpointEvery = 500

  /// What happens when a loss is not finite or jumps.
  public var onFault = FaultPolicy.stop

  /// What is done about a loss that is not finite, or jumps.
  public enum FaultPolicy: String, Codable, Sendable, CaseIterable {
    /// Nothing: the batch is saved, and the run stops.
    case stop
    /// The run goes back to its last checkpoint, and leaves the batch out; the second time it stops.
    case rollback
  }

  private var log: MetricsLog

  /// Starts a run.
  ///
  /// - Parameters:
  ///   - folder: The folder, which is made where it is missing.
  ///   - configuration: How to train.
  ///   - metadata: Where the activations come from.
  ///   - sample: Some thousand rows, drawn at random.
  ///   - batchRows: How many rows a step will be given.
  ///   - dataSeed: What orders the rows.
  /// - Throws: `AutoencoderError` with code `.badConfiguration` where the folder holds a run
  ///   already, and as `AutoencoderTrainer` does.
  public init(
    folder: String, configuration: TrainingConfiguration, metadata: AutoencoderMetadata,
    sample: TrainingRows, batchRows: Int, dataSeed: UInt64
  ) throws(AutoencoderError) {
    guard !Self.exists(in: folder) else {
      throw AutoencoderError(
        code: .badConfiguration,
        message: "the folder holds a training run already: resume it, or choose another folder",
        path: folder)
    }
    trainer = try AutoencoderTrainer(configuration: configuration, sample: sample)
    self.folder = folder
    record = TrainingRecord(
      configuration: configuration, metadata: metadata, inputScale: trainer.inputScale,
      outputScale: configuration.transcoder == .none ? nil : trainer.outputScale,
      batchRows: batchRows, dataSeed: dataSeed, threads: Threads.count,
      blas: Threads.blasDescription)
    try makeFolder(folder + "/state")
    log = try MetricsLog(folder: folder, afterStep: 0)
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
    trainer = try AutoencoderTrainer(statePath: folder + "/state/trainer.safetensors")
    guard trainer.configuration == record.configuration else {
      throw AutoencoderError(
        code: .badFile, message: "training.json and the saved state differ in their configuration",
        path: folder)
    }
    log = try MetricsLog(folder: folder, afterStep: trainer.stepCount)
  }

  /// Whether a folder holds a run.
  public static func exists(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/training.json")
  }

  /// Trains to the end of the run, and saves the autoencoder.
  ///
  /// - Parameters:
  ///   - batch: The rows of a step by the batch's number, counted from 0. The same number must give
  ///     the same rows whenever it is asked for.
  ///   - progress: Told of every step; false stops the run after a checkpoint.
  /// - Throws: What `batch` throws, and `AutoencoderError`; the last checkpoint stays.
  public mutating func run(
    batch: (Int) throws -> TrainingRows, progress: (TrainingStep) -> Bool = { _ in true }
  ) throws {
    while !trainer.isFinished {
      guard let step = try advance(try batch(nextBatch)) else { continue }
      guard progress(step) else { return try checkpoint() }
    }
  }

  /// The number of the batch that the next step is taken on.
  public var nextBatch: Int { trainer.nextBatch }

  /// Takes a step on the batch `nextBatch`, and writes what is due.
  ///
  /// - Parameter rows: The batch.
  /// - Returns: What the step came to; nil where the run went back to its last checkpoint.
  /// - Throws: `AutoencoderError`; the last checkpoint stays.
  public mutating func advance(_ rows: TrainingRows) throws(AutoencoderError) -> TrainingStep? {
    let step: TrainingStep
    do {
      step = try trainer.step(rows)
    } catch  where error.code == .notFinite || error.code == .lossSpike {
      try rollBack(from: error, rows: rows)
      return nil
    }
    try log.note(step)
    let isDue = checkpointEvery > 0 && step.step % checkpointEvery == 0
    if isDue || trainer.isFinished { try checkpoint() }
    return step
  }

  /// Writes the autoencoder as trained so far, and then the state that a run goes on from: one that is
  /// killed in between goes over the same steps again.
  public mutating func checkpoint() throws(AutoencoderError) {
    try log.flush()
    var metadata = record.metadata
    metadata.trainingArchitecture = record.configuration.architecture.saeLensName
    try SavedAutoencoder(trainer.autoencoder, metadata: metadata).write(
      to: folder,
      leavingOut: record.configuration.foldsInputScale ? nil : trainer.inputScale.value)
    try trainer.writeState(to: statePath)
  }

  private var statePath: String { folder + "/state/trainer.safetensors" }

  /// Saves a batch that a step failed on, and goes back to the last checkpoint without it where that
  /// is wanted and was not done before.
  private mutating func rollBack(
    from error: AutoencoderError, rows: TrainingRows
  ) throws(AutoencoderError) {
    let path = folder + "/state/failed-batch.safetensors"
    try rows.write(to: path)
    guard onFault == .rollback && trainer.progress.leftOut.isEmpty else {
      throw AutoencoderError(
        code: error.code, message: "\(error.message); the batch is in \(path)", path: folder)
    }
    let left = nextBatch
    trainer = try AutoencoderTrainer(statePath: statePath)
    trainer.progress.leftOut.append(left)
    try trainer.writeState(to: statePath)
    log = try MetricsLog(folder: folder, afterStep: trainer.stepCount)
  }
}
