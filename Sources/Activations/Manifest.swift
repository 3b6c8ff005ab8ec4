public import Tensors

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

  /// What was recorded, in the order of recording.
  public var sites: [Site]

  /// The documents that were read.
  public var corpus: Corpus?

  /// The seed of every random choice.
  public var seed: UInt64?

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

  /// A hook point that was recorded, named as TransformerLens names it.
  public struct Site: Codable, Equatable, Sendable {
    public var name: String

    /// How many numbers a row has.
    public var width: Int?

    /// How they are stored.
    public var dtype: FloatFormat?

    /// The mean row over the harvest.
    public var mean: [Float]?

    /// What a row is multiplied by for the mean of its norms to be √width.
    public var scale: Float?

    /// Describes a site.
    public init(
      name: String, width: Int? = nil, dtype: FloatFormat? = nil, mean: [Float]? = nil,
      scale: Float? = nil
    ) {
      self.name = name
      self.width = width
      self.dtype = dtype
      self.mean = mean
      self.scale = scale
    }
  }

  /// Where the documents came from, how they were cleaned, and which part of them was taken.
  public struct Corpus: Codable, Equatable, Sendable {
    public var sources: [Source]?
    public var recipe: String?

    /// The slice of the corpus, as `0/3`; nil for the whole.
    public var part: String?

    /// How many tokens of each document were read at most; nil for all.
    public var maxDocumentTokens: Int?

    /// Describes a corpus.
    public init(
      sources: [Source]?, recipe: String?, part: String? = nil, maxDocumentTokens: Int? = nil
    ) {
      self.sources = sources
      self.recipe = recipe
      self.part = part
      self.maxDocumentTokens = maxDocumentTokens
    }

    /// One source of documents, and how far it was read.
    public struct Source: Codable, Equatable, Sendable {
      public var path: String?
      public var kind: String?
      public var bytesRead: Int?
      public var documentsRead: Int?

      /// Describes a source.
      public init(
        path: String?, kind: String? = nil, bytesRead: Int? = nil, documentsRead: Int? = nil
      ) {
        self.path = path
        self.kind = kind
        self.bytesRead = bytesRead
        self.documentsRead = documentsRead
      }
    }
  }
}
