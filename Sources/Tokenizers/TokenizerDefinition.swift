/// What every format of tokenizer is read into; `Tokenizer` checks it and makes itself ready.
struct TokenizerDefinition {
  /// How the text of a token is written.
  enum Spelling {
    /// In the alphabet of bytes: `Ġthe` is a space and three letters.
    case byteAlphabet
    /// As its very bytes.
    case bytes
    /// In characters, with `▁` for a space.
    case characters
  }

  /// What says which tokens merge.
  enum Merges {
    /// Pairs of tokens by text, the first to merge first; two strings a merge.
    case pairs(ByteStrings)
    /// Every two tokens whose text makes a third merge, in the order of the third's rank: one rank
    /// a token, by its place in `tokens`; nil for one that nothing merges into.
    case ranks([UInt32?])
  }

  /// The file or folder, for messages.
  var path: String

  /// The tokens' text, and the id of each.
  var tokens = ByteStrings()
  var ids: [Int] = []

  var spelling = Spelling.byteAlphabet
  var merges = Merges.pairs(ByteStrings())
  var addedTokens: [AddedToken] = []
  var normalizer: Normalizer?
  var preTokenizer = PreTokenizer.gpt2
  var decoding = Decoding()

  /// Settings of the model, as `BytePairModel` has them.
  var unknown: String?
  var fusesUnknown = false
  var fallsBackToBytes = false
  var takesWholePieces = false

  /// The ids that open, close and fill up sequences.
  var beginning: Int?
  var end: Int?
  var padding: Int?

  /// Whether the files ask that sequences be opened and closed by them.
  var addsBeginning = false
  var addsEnd = false

  /// An error about the whole.
  func error(
    _ message: String, code: TokenizerError.Code = .inconsistent
  ) -> TokenizerError {
    TokenizerError(code: code, message: message, path: path)
  }
}

/// How tokens that are written in characters become text again.
struct Decoding: Hashable, Sendable {
  /// What stands for a space; nil where a space is itself.
  var spaceMark: String?

  /// `<0x0A>` is the byte 10.
  var readsByteTokens = false

  /// One space at the start of a decoded text is dropped, because encoding put it there.
  var dropsFirstSpace = false
}
