import Corpora

/// What there is in one document.
struct DocumentCount: Sendable {
  let isHTML: Bool
  let bytes: Int
  let cleanedBytes: Int
  var tokens = 0
  var tags = TagCounts()
  var labels: [String: CorpusCensus.LabelCount] = [:]
}

/// The sums of a census while it is taken.
struct CensusTally {
  private(set) var census = CorpusCensus()
  private var tags = TagCounts()
  private var cleanedBytes = Spread()
  private var tokens = Spread()

  /// How many reasons are kept.
  private static let reasonLimit = 20

  /// Makes sums of nothing.
  init(hasTokens: Bool) { census.tokens = hasTokens ? 0 : nil }

  /// How many documents were counted.
  var documents: Int { census.documents }

  /// Adds a document.
  mutating func add(_ count: DocumentCount) {
    census.documents += 1
    census.htmlDocuments += count.isHTML ? 1 : 0
    census.bytes += count.bytes
    census.cleanedBytes += count.cleanedBytes
    census.tokens = census.tokens.map { $0 + count.tokens }
    tags.add(count.tags)
    census.tags = tags.counts
    for (name, label) in count.labels { census.labels[name, default: .init()].add(label) }
    cleanedBytes.add(Double(count.cleanedBytes))
    tokens.add(Double(count.tokens))
  }

  /// Notes a document that was passed over.
  mutating func passOver(_ error: CorpusError) {
    census.passedOver[error.code.rawValue, default: 0] += 1
    if census.reasons.count < Self.reasonLimit { census.reasons.append("\(error)") }
  }

  /// The census, with what the whole has of which so many bytes were read.
  func estimate(readBytes: Int, ofBytes allBytes: Int) -> CorpusCensus {
    var census = census
    let fraction = min(1, Double(readBytes) / Double(allBytes))
    let documents = Double(census.documents) / fraction
    census.estimate = CorpusEstimate(
      fraction: fraction, documents: documents, bytes: Double(census.bytes) / fraction,
      cleanedBytes: Double(census.cleanedBytes) / fraction,
      tokens: census.tokens.map { Double($0) / fraction },
      cleanedBytesError: cleanedBytes.errorOfTotal(over: documents),
      tokensError: census.tokens.map { _ in tokens.errorOfTotal(over: documents) })
    return census
  }
}
