public import Activations

/// What a harvest came to.
public struct HarvestOutcome: Sendable {
  /// Why it ended.
  public enum Ending: String, Sendable {
    /// The corpus, or what was asked of it, is at its end.
    case complete
    /// It was asked to stop; the shard that it was at is lost.
    case stopped
    /// Another shard would take more room than it may.
    case quota
  }

  /// Why it ended.
  public let ending: Ending

  /// The harvest's manifest.
  public let manifest: Manifest

  /// How far the corpus was read ahead, and what was passed over.
  public let progress: CorpusProgress

  /// Where the time went.
  public let times: HarvestTimes
}

/// Where the time of a harvest went, in seconds.
public struct HarvestTimes: Codable, Equatable, Sendable {
  /// From beginning to end.
  public var total = 0.0

  /// In the model's forward passes.
  public var computing = 0.0

  /// The model's waiting for text, while it was read, cleaned and cut.
  public var waitingForText = 0.0

  /// The model's waiting for room, while shards were written.
  public var waitingForWriter = 0.0

  /// In writing, which goes on beside the model.
  public var writing = 0.0
}
