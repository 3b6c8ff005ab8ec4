extension Manifest {
  /// Where the documents came from, how they were cleaned, and which part of them was taken.
  public struct Corpus: Codable, Equatable, Sendable {
    public var sources: [Source]?
    public var recipe: String?

    /// The slice of the corpus, as `0/3`; nil for the whole.
    public var part: String?

    /// How many documents of the corpus were looked at; nil for all.
    public var maxDocuments: Int?

    /// How many tokens of the corpus were read at most; nil for all.
    public var maxTokens: Int?

    /// How many tokens of each document were read at most; nil for all.
    public var maxDocumentTokens: Int?

    /// How many documents were passed over, by the reason; nil for none.
    public var passedOver: [String: Int]?

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
