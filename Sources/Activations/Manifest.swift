/// What a harvest holds and where it came from: the contents of its `manifest.json`.
///
/// Only `schemaVersion`, `contextSize`, the sites' names and the shards' files are needed to read
/// a harvest; a harvest of Thresher's own has all of it. Keys that are not named here are ignored.
public struct Manifest: Codable, Equatable, Sendable {
  /// The version that this build writes, and the latest that it reads.
  public static let currentSchemaVersion = 1

  /// Which version of the layout the harvest follows.
  public var schemaVersion = Manifest.currentSchemaVersion

  /// The model that was harvested.
  public var model: Model?

  /// The tokenizer that made its tokens.
  public var tokenizer: Tokenizer?

  /// The steps of TransformerLens's weight processing that the model went through.
  public var processing: [String]?

  /// How many positions a sequence has at most: the second axis of `/tokens`.
  public var contextSize: Int

  /// Whether every sequence begins with the model's beginning-of-sequence token.
  public var prependBOS: Bool?

  /// How documents were made into sequences: `split`, `document`, `lines` or `prompts`.
  public var packing: String?

  /// The token that fills sequences behind their text; nil where none does.
  public var paddingToken: Int?

  /// Which tokens have rows, as `--positions` says it; nil for all of the text.
  public var positions: String?

  /// Whether BOS has a row too, which `/rows/special` flags.
  public var specialRows: Bool?

  /// How many tokens the model read at once, and how many rows end a shard.
  public var batchTokens: Int?
  public var shardRows: Int?

  /// What was recorded, in the order of recording.
  public var sites: [Site]

  /// The labels that `/labels` holds of every row.
  public var labels: [String]?

  /// The documents that were read.
  public var corpus: Corpus?

  /// The seed of every random choice.
  public var seed: UInt64?

  /// Whether the corpus, or what was asked of it, was read to its end.
  public var isComplete: Bool?

  /// The version of Thresher that wrote the harvest.
  public var toolVersion: String?

  /// The finished shards, in the order of their rows.
  public var shards: [ShardSummary]

  /// Makes a manifest; what is nil is left out of the file.
  public init(
    model: Model? = nil, tokenizer: Tokenizer? = nil, processing: [String]? = nil,
    contextSize: Int, prependBOS: Bool? = nil, sites: [Site], corpus: Corpus? = nil,
    seed: UInt64? = nil, toolVersion: String? = nil, shards: [ShardSummary] = []
  ) {
    self.model = model
    self.tokenizer = tokenizer
    self.processing = processing
    self.contextSize = contextSize
    self.prependBOS = prependBOS
    self.sites = sites
    self.corpus = corpus
    self.seed = seed
    self.toolVersion = toolVersion
    self.shards = shards
  }

  /// A model's name, and the SHA-256 of its weights.
  public struct Model: Codable, Equatable, Sendable {
    public var name: String?
    public var sha256: String?

    /// Names a model.
    public init(name: String?, sha256: String? = nil) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// The SHA-256 of a tokenizer.
  public struct Tokenizer: Codable, Equatable, Sendable {
    public var sha256: String?

    /// Names a tokenizer by its digest.
    public init(sha256: String?) { self.sha256 = sha256 }
  }
}
