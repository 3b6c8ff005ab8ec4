public import Activations
public import Autoencoders
import Tensors

/// The rows of a harvest that an autoencoder is evaluated on: those of some documents, with the kind
/// of each.
public struct EvaluationRows: Sendable {
  /// The harvest.
  public let harvest: HarvestFolder

  /// The site that the autoencoder reads.
  public let site: String

  /// The site whose rows it is to make.
  public let outputSite: String

  /// The head whose part of them it reads and makes; nil for all.
  public let head: Int?

  private let ranges: [Range<Int>]
  private let kinds: [TokenClass?]

  /// How many numbers of a row the autoencoder reads, and how many it makes.
  private let widths: (input: Int, output: Int)

  /// Chooses rows.
  ///
  /// - Parameters:
  ///   - harvest: The harvest.
  ///   - site: The site that the autoencoder reads.
  ///   - saved: The autoencoder, whose files name the head, and the site that a transcoder makes.
  ///   - rows: The rows of the documents to look at.
  ///   - limit: The most rows to take, in runs that are spread over all of them.
  ///   - kinds: The kind of every row of the harvest; empty where they are not told apart.
  /// - Throws: `ActivationError` where the harvest lacks a site; `AutoencoderError` with code
  ///   `.wrongWidth` where its rows are not as wide as those that the autoencoder reads or makes.
  public init(
    _ harvest: HarvestFolder, site: String, for saved: SavedAutoencoder, rows: RangeSet<Int>,
    limit: Int = .max, kinds: [TokenClass?] = []
  ) throws {
    let (autoencoder, metadata) = (saved.autoencoder, saved.metadata)
    self.harvest = harvest
    self.site = site
    outputSite = metadata.hookNameOut ?? site
    head = metadata.hookHeadIndex
    self.kinds = kinds
    widths = (autoencoder.inputWidth, autoencoder.outputWidth)
    for (site, width) in [(site, widths.input), (outputSite, widths.output)] {
      let found = try harvest.width(of: site)
      guard head.map({ ($0 + 1) * width <= found }) ?? (width == found) else {
        throw AutoencoderError(
          code: .wrongWidth,
          message: """
            the autoencoder takes rows of \(width) numbers, \(site) has \(found): it belongs to \
            another model or site
            """, path: harvest.path)
      }
    }
    ranges = spread(rows, limit: limit, pieceRows: harvest.manifest.contextSize)
  }

  /// How many rows there are.
  public var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// How many tokens at the beginning of each sequence have no row.
  var prefixCount: Int { harvest.manifest.prependBOS == true ? 1 : 0 }

  /// The rows in runs of at most as many as are handled together.
  var batches: [Range<Int>] {
    ranges.flatMap { range in
      stride(from: range.lowerBound, to: range.upperBound, by: batchRows).map {
        $0..<min($0 + batchRows, range.upperBound)
      }
    }
  }

  /// What the autoencoder reads.
  func input(_ batch: Range<Int>) throws(ActivationError) -> Matrix {
    part(of: try harvest.rows(batch, of: site), isInput: true)
  }

  /// What it is to make.
  func target(_ batch: Range<Int>) throws(ActivationError) -> Matrix {
    part(of: try harvest.rows(batch, of: outputSite), isInput: false)
  }

  func kind(ofRow row: Int) -> TokenClass? { kinds.isEmpty ? nil : kinds[row] }

  /// The id of each row's document; empty where the harvest doesn't say.
  func documents(_ batch: Range<Int>) throws(ActivationError) -> [String] {
    var names: [Int: String] = [:]
    var ids: [String] = []
    for place in try harvest.positions(batch) {
      ids.append(try name(ofDocument: place.document, known: &names))
    }
    return ids
  }

  private func name(
    ofDocument number: Int?, known: inout [Int: String]
  ) throws(ActivationError) -> String {
    guard let number else { return "" }
    if let name = known[number] { return name }
    let name = try harvest.document(number).id
    known[number] = name
    return name
  }

  /// The token that every sequence begins with, where it has no row.
  func beginning() throws(ActivationError) -> Int? {
    guard prefixCount > 0, let first = ranges.first?.lowerBound else { return nil }
    let place = try harvest.positions(first..<first + 1)[0]
    return try harvest.tokens(ofSequence: place.sequence).first
  }

  private func part(of rows: Matrix, isInput: Bool) -> Matrix {
    guard let head else { return rows }
    let width = isInput ? widths.input : widths.output
    return rows.columns(head * width..<(head + 1) * width).contiguous
  }
}

extension EvaluationRows {
  /// A sequence that some of the rows belong to.
  struct Sequence: Sendable {
    let number: Int

    /// The id of its document.
    let document: String

    let tokens: [Int]

    /// The row of each position that has one here.
    var rows: [Int: Int] = [:]
  }

  /// The sequences of the rows, so many together as a model reads at once.
  func sequenceBatches() throws(ActivationError) -> [[Sequence]] {
    var batches: [[Sequence]] = []
    var tokenCount = batchTokens
    for sequence in try sequences() {
      if tokenCount + sequence.tokens.count > batchTokens {
        batches.append([])
        tokenCount = 0
      }
      batches[batches.count - 1].append(sequence)
      tokenCount += sequence.tokens.count
    }
    return batches
  }

  private func sequences() throws(ActivationError) -> [Sequence] {
    var sequences: [Sequence] = []
    var names: [Int: String] = [:]
    for batch in batches {
      for (row, place) in zip(batch, try harvest.positions(batch)) {
        if sequences.last?.number != place.sequence {
          sequences.append(
            Sequence(
              number: place.sequence,
              document: try name(ofDocument: place.document, known: &names),
              tokens: try harvest.tokens(ofSequence: place.sequence)))
        }
        sequences[sequences.count - 1].rows[place.position] = row
      }
    }
    return sequences
  }
}

/// At most so many of some rows: runs as long as a sequence, evenly far apart.
private func spread(_ rows: RangeSet<Int>, limit: Int, pieceRows: Int) -> [Range<Int>] {
  let total = rows.ranges.reduce(0) { $0 + $1.count }
  guard total > limit else { return Array(rows.ranges) }
  let pieces = rows.ranges.flatMap { range in
    stride(from: range.lowerBound, to: range.upperBound, by: pieceRows).map {
      $0..<min($0 + pieceRows, range.upperBound)
    }
  }
  let wanted = min(pieces.count, (limit + pieceRows - 1) / pieceRows)
  var left = limit
  return (0..<wanted).map { index in
    let piece = pieces[index * pieces.count / wanted].prefix(left)
    left -= piece.count
    return piece
  }
}

/// How many rows are handled together.
private let batchRows = 2048

/// How many tokens a model reads together, at most but for a longer sequence.
private let batchTokens = 1024
