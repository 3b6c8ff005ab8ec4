/// Encodes pieces of text by a model, and remembers those that it has met.
///
/// Words come back: in ordinary text nine pieces of ten are found in the cache. The cache is
/// emptied when it holds many, so that memory does not grow with the text.
struct PieceEncoder {
  private let model: BytePairModel
  private var merging: PairMerging
  private var symbols: [Symbol] = []

  /// The pieces met, and for each where its tokens end in `cachedTokens`.
  private var cache = ByteStringTable(minimumCapacity: 128)
  private var cachedTokens: [Token] = []
  private var ends: [Int] = []

  /// Longer pieces are not remembered.
  private static let longestCached = 256

  /// How many pieces are remembered before all are forgotten.
  private let mostCached: Int

  init(model: BytePairModel, mostCached: Int = 1 << 16) {
    self.model = model
    self.mostCached = mostCached
    merging = PairMerging(table: model.merges)
  }

  /// The tokens of a piece, with ranges from the piece's start.
  @_lifetime(&self)
  mutating func tokens(of piece: Span<UInt8>) -> Span<Token> {
    if let index = cache.find(piece) {
      let start = index == 0 ? 0 : ends[index - 1]
      let end = ends[index]
      return cachedTokens.span.extracting(start..<end)
    }
    if cache.count >= mostCached || cachedTokens.count > 8 * mostCached { forget() }
    let start = cachedTokens.count
    encode(piece)
    if piece.count <= Self.longestCached {
      cache.append(piece)
    } else {
      // Takes a number all the same, for the next piece's tokens begin where this one's end.
      cache.appendHidden(Span())
    }
    ends.append(cachedTokens.count)
    return cachedTokens.span.extracting(start..<cachedTokens.count)
  }

  private mutating func encode(_ piece: Span<UInt8>) {
    if model.takesWholePieces, let id = model.vocabulary.find(piece) {
      cachedTokens.append(Token(id: id, range: 0..<piece.count))
      return
    }
    model.cut(piece, into: &symbols)
    merging.merge(&symbols)
    for symbol in symbols {
      cachedTokens.append(Token(id: Int(symbol.id), range: symbol.start..<symbol.end))
    }
  }

  private mutating func forget() {
    cache.removeAll()
    cachedTokens.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}
