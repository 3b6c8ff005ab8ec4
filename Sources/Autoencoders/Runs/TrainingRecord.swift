import Tensors

/// What `training.json` says: everything needed to repeat a run.
public struct TrainingRecord: Codable, Equatable, Sendable {
  /// The version of this layout.
  public private(set) var schemaVersion = 1

  /// How the autoencoder is trained.
  public let configuration: TrainingConfiguration

  /// Where its activations come from.
  public let metadata: AutoencoderMetadata

  /// The factor of activations: in the saved weights, unless `foldsInputScale` is false.
  public let inputScale: InputScale

  /// The factor of a transcoder's targets; nil for an autoencoder.
  public let outputScale: InputScale?

  /// How many rows a step is given.
  public let batchRows: Int

  /// What orders the rows; a seed of the caller's.
  public let dataSeed: UInt64

  /// How many threads the run was started with.
  public let threads: Int

  /// What OpenBLAS says of itself.
  public let blas: String
}
