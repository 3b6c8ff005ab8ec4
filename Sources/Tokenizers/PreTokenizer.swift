/// How a text is cut into pieces before the model; no token crosses from one piece to the next.
indirect enum PreTokenizer: Hashable, Sendable {
  /// Nothing is cut.
  case none

  /// Each match of the pattern, and what lies between, is put into pieces by `behavior`.
  case split(Pattern, SplitBehavior, isInverted: Bool)

  /// Numbers (`\p{N}`) are cut from the rest: each character alone, or in runs.
  case digits(areApart: Bool)

  /// GPT-2's: a space is put before a piece that begins with none, and GPT-2's pattern cuts.
  case byteLevel(addsPrefixSpace: Bool, usesPattern: Bool)

  /// Spaces become `▁`, and each `▁` begins a piece.
  case metaspace(replacement: String, prepends: MetaspacePrepending, splits: Bool)

  /// One after the other, each on the pieces of the one before.
  case sequence([PreTokenizer])

  /// GPT-2's own pre-tokenizer.
  static let gpt2 = PreTokenizer.byteLevel(addsPrefixSpace: false, usesPattern: true)

  /// SmolLM's: each digit apart, then GPT-2's.
  static let smollm = PreTokenizer.sequence([.digits(areApart: true), .gpt2])

  /// Llama 3's.
  static let llama3 = PreTokenizer.split(
    .llama3(digits: 3), .isolated, isInverted: false)

  /// Qwen 2's.
  static let qwen2 = PreTokenizer.split(
    .llama3(digits: 1), .isolated, isInverted: false)

  /// What the pre-tokenizer Whitespace keeps: words, and runs of neither letters nor white space.
  static let wordExpression = #"\w+|[^\w\s]+"#

  /// What the pre-tokenizer WhitespaceSplit drops.
  static let spaceExpression = #"\s"#

  /// What the pre-tokenizer Punctuation cuts out.
  static let punctuationExpression = #"[!-/:-@\[-`{-~\p{P}]"#

  /// Whether the tokens' text is written in the alphabet of bytes.
  var isByteLevel: Bool {
    switch self {
    case .byteLevel: true
    case .sequence(let steps): steps.contains(where: \.isByteLevel)
    default: false
    }
  }
}

/// What becomes of the matches of a pattern, and of the text between them.
enum SplitBehavior: String, Hashable, Sendable {
  /// Matches are dropped.
  case removed = "Removed"
  /// Each match is a piece.
  case isolated = "Isolated"
  /// A match ends the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// A match begins the piece after it.
  case mergedWithNext = "MergedWithNext"
  /// Matches that touch are one piece.
  case contiguous = "Contiguous"
}

/// Where a `▁` is put before a text that begins with none.
enum MetaspacePrepending: String, Hashable, Sendable {
  /// Before each piece.
  case always
  /// Before the first of a text only.
  case first
  /// Nowhere.
  case never
}
