public import Activations
public import Corpora
public import Transformers

/// What a harvest takes from a model, and how it lays it down.
public struct HarvestOptions: Sendable {
  /// A site, and how its rows are stored.
  public struct StoredSite: Sendable {
    /// The site, which has rows of fixed width.
    public let site: Site

    /// How its rows are stored.
    public let format: RowFormat

    /// Chooses how a site is stored.
    public init(_ site: Site, format: RowFormat) {
      precondition(site.hasRows, "StoredSite: \(site.name) has no rows")
      self.site = site
      self.format = format
    }
  }

  /// The sites whose activations are kept.
  public var sites: [StoredSite]

  /// The longest sequence, BOS included.
  public var contextSize: Int

  /// How documents become sequences.
  public var packing = Packing.split

  /// Which tokens of the text have rows.
  public var positions = TokenSelection.all

  /// The labels that stand beside the activations.
  public var labels: [Label] = []

  /// Whether BOS has a row too, which is flagged.
  public var flagsSpecialRows = false

  /// How many tokens of text to read, of all parts together; nil for the whole corpus.
  public var maxTokens: Int?

  /// How many of the corpus's documents to look at; nil for all.
  public var maxDocuments: Int?

  /// How many tokens of text to read of each document, from its beginning; nil for all.
  public var maxDocumentTokens: Int?

  /// How many bytes the shards may take together; nil for as many as there is room for.
  public var maxBytes: Int?

  /// Which of the corpus's documents are read.
  public var part = CorpusSlice.whole

  /// Whether a document that cannot be read ends the harvest.
  public var isStrict = false

  /// A shard ends with the sequence that brings it to this many rows.
  public var shardRows = 65_536

  /// How many tokens the model reads at once; nil for what keeps a batch's rows within 256 MB.
  public var batchTokens: Int?

  /// What becomes of a document's text before it is read.
  public var recipe: Recipe

  /// Whether every sequence begins with BOS.
  public var bos: BOSPolicy

  /// The seed of every random choice.
  public var seed: UInt64

  /// Makes options for a harvest; what is not named here has its usual value.
  public init(
    sites: [StoredSite], contextSize: Int, recipe: Recipe = .raw, bos: BOSPolicy = .model,
    seed: UInt64 = 0
  ) {
    self.sites = sites
    self.contextSize = contextSize
    self.recipe = recipe
    self.bos = bos
    self.seed = seed
  }

  /// How many tokens the model reads at once, if no sequence is longer.
  var tokensPerBatch: Int {
    let width = sites.reduce(0) { $0 + $1.site.width }
    return batchTokens ?? min(4096, max(512, (64 << 20) / max(1, width)))
  }
}
