/// The names inside a shard, each in one place.
enum ShardLayout {
  static let tokens = "/tokens"
  static let documentIDs = "/documents/id"
  static let documentTitles = "/documents/title"
  static let documentOffsets = "/documents/offset"
  static let sequenceDocuments = "/sequences/document"
  static let sequenceOffsets = "/sequences/offset"
  static let rowSequences = "/rows/sequence"
  static let rowPositions = "/rows/position"

  /// A document's place in its corpus; other programs may leave it out.
  static let documentIndices = "/documents/index"

  /// 1 for rows of tokens that are no text; only where there are any.
  static let rowSpecial = "/rows/special"

  /// Every dataset but the sites'.
  static let datasets = [
    tokens, documentIDs, documentTitles, documentOffsets, sequenceDocuments, sequenceOffsets,
    rowSequences, rowPositions,
  ]

  /// The groups that hold the datasets.
  static let groups = [
    "/activations", "/documents", "/rows", "/scales", "/sequences", "/statistics",
  ]

  /// The group of labels; only where there are any.
  static let labels = "/labels"

  /// The attribute of a site's dataset that names its format.
  static let formatAttribute = "dtype"

  /// What stands in `/tokens` after the end of a sequence that is shorter than the context.
  static let padding = -1

  /// No model's activations are wider.
  static let largestWidth = 1 << 24

  static func fileName(ofShard index: Int) -> String {
    let digits = String(index)
    return "shard-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".h5"
  }

  static func labels(named name: String) -> String { labels + "/" + name }

  static func scales(of site: String) -> String { "/scales/" + site }

  static func statistics(of site: String) -> String { "/statistics/" + site }

  static func activations(of site: String) -> String { "/activations/" + site }

  /// Whether a name can be a dataset's: HDF5 reads a slash as a group, and a dot alone as itself.
  static func isSiteName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && !name.contains("/") && !name.contains("\0")
  }
}
