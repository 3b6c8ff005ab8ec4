public import Corpora
public import Tensors
public import Transformers

/// What a harvest takes from a model, and how it lays it down.
public struct HarvestOptions: Sendable {
  /// The sites whose activations are kept; each has rows of fixed width.
  public var sites: [Site]

  /// How they are stored.
  public var format: FloatFormat

  /// The longest sequence, BOS included.
  public var contextSize: Int

  /// How many tokens of text to read; nil for the whole corpus.
  public var maxTokens: Int?

  /// How many tokens of text to read of each document, from its beginning; nil for all.
  public var maxDocumentTokens: Int?

  /// A shard ends with the sequence that brings it to this many rows.
  public var shardRows: Int

  /// How many tokens the model reads at once.
  public var batchTokens: Int

  /// What becomes of a document's text before it is read.
  public var recipe: Recipe

  /// Whether every sequence begins with BOS.
  public var bos: BOSPolicy

  /// The seed that the manifest records.
  public var seed: UInt64

  /// Makes options for a harvest.
  public init(
    sites: [Site], format: FloatFormat, contextSize: Int, maxTokens: Int? = nil,
    maxDocumentTokens: Int? = nil, shardRows: Int, recipe: Recipe, bos: BOSPolicy, seed: UInt64,
    batchTokens: Int = 4096
  ) {
    self.sites = sites
    self.format = format
    self.contextSize = contextSize
    self.maxTokens = maxTokens
    self.maxDocumentTokens = maxDocumentTokens
    self.shardRows = shardRows
    self.recipe = recipe
    self.bos = bos
    self.seed = seed
    self.batchTokens = batchTokens
  }
}
