import Activations
import Autoencoders
import Tensors

/// The rows of a harvest that autoencoders learn from, and those that they are evaluated on.
///
/// Documents are parted by their ids, so that the rows of one never stand on both sides.
final class HarvestSAERows: SAERows {
  private let harvest: HarvestFolder
  private let batchRows: Int
  private let seed: UInt64
  private let trainRows: RangeSet<Int>
  private let testRows: [Int]
  private var readers: [String: (next: Int, batches: RowBatches)] = [:]
  private var latest: [String: (number: Int, rows: Matrix)] = [:]

  private var trainRowCount: Int { trainRows.ranges.reduce(0) { $0 + $1.count } }

  /// The most held-out rows that are used at once, which bounds the memory.
  private static let evaluationRows = 16_384

  /// How many rows runs begin from.
  private static let sampleRows = 8192

  init(harvest: HarvestFolder, batchRows: Int, seed: UInt64) throws {
    self.harvest = harvest
    self.batchRows = batchRows
    self.seed = seed
    trainRows = try harvest.rows(in: .train)
    testRows = Array(
      try harvest.rows(in: .test).ranges.lazy.flatMap { $0 }.prefix(Self.evaluationRows))
    guard !trainRows.isEmpty && !testRows.isEmpty else {
      throw CommandError(
        """
        \(harvest.path): no document falls into the \(testRows.isEmpty ? "test" : "training") \
        part; harvest more documents
        """)
    }
  }

  var source: String { harvest.path }

  func metadata(site: String) -> AutoencoderMetadata {
    let manifest = harvest.manifest
    return AutoencoderMetadata(
      modelName: manifest.model?.name, hookName: site, contextSize: manifest.contextSize,
      prependBOS: manifest.prependBOS, datasetPath: manifest.corpus?.sources?.first?.path,
      processing: manifest.processing)
  }

  func sample(site: String) throws -> Matrix {
    try sample(rows: Self.sampleRows, site: site)
  }

  func batch(_ number: Int, site: String) throws -> Matrix {
    if let latest = latest[site], latest.number == number { return latest.rows }
    var reader = readers[site]
    if reader?.next != number { reader = (number, try batches(from: number, site: site)) }
    guard var reader, let rows = try reader.batches.next() else { throw noRows }
    reader.next = number + 1
    readers[site] = reader
    latest[site] = (number, rows)
    return rows
  }

  func heldOut(site: String) throws -> Matrix? { try harvest.rows(at: testRows, of: site) }

  /// What the best linear code of rank `k` explains of the held-out rows.
  func principalComponents(k: Int, site: String) throws -> Evaluation.ExplainedVariance {
    try rankKExplainedVariance(
      k: k, of: try harvest.rows(at: testRows, of: site),
      fittedTo: try sample(rows: Self.evaluationRows, site: site))
  }

  /// Rows drawn in the order in which training sees them.
  private func sample(rows: Int, site: String) throws -> Matrix {
    var batches = try RowBatches(
      harvest, site: site, rows: trainRows, batchSize: min(rows, trainRowCount), seed: seed)
    guard let sample = try batches.next() else { throw noRows }
    return sample
  }

  /// The batches from that of a given number on.
  private func batches(from number: Int, site: String) throws -> RowBatches {
    let (epoch, row) = (number * batchRows).quotientAndRemainder(dividingBy: trainRowCount)
    return try RowBatches(
      harvest, site: site, rows: trainRows, batchSize: batchRows, seed: seed,
      cursor: RowCursor(epoch: epoch, row: row))
  }

  private var noRows: CommandError { CommandError("\(harvest.path): no rows to learn from") }
}
