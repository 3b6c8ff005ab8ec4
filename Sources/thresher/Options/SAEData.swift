import Activations
import Autoencoders
import Gradients
import Tensors

/// The rows that an autoencoder learns from, and those that it is evaluated on.
///
/// Documents are parted by their ids, so that the rows of one never stand on both sides.
struct SAEData {
  let harvest: HarvestFolder
  let site: String

  private let batchRows: Int
  private let seed: UInt64
  private let trainRows: RangeSet<Int>
  private let testRows: [Int]

  private var trainRowCount: Int { trainRows.ranges.reduce(0) { $0 + $1.count } }

  /// The most held-out rows that are used at once, which bounds the memory.
  private static let evaluationRows = 16_384

  init(harvest: HarvestFolder, site: String, batchRows: Int, seed: UInt64) throws {
    self.harvest = harvest
    self.site = site
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

  /// What the autoencoder's file says of where its input comes from.
  var metadata: AutoencoderMetadata {
    let manifest = harvest.manifest
    return AutoencoderMetadata(
      modelName: manifest.model?.name, hookName: site, contextSize: manifest.contextSize,
      prependBOS: manifest.prependBOS, datasetPath: manifest.corpus?.sources?.first?.path,
      processing: manifest.processing)
  }

  /// Some rows to begin from, drawn in the order in which training sees them.
  func sample(rows: Int) throws -> Matrix {
    var batches = try RowBatches(
      harvest, site: site, rows: trainRows, batchSize: min(rows, trainRowCount), seed: seed)
    return try next(of: &batches)
  }

  /// The batches of a run, from that of a given step on.
  func batches(fromStep step: Int) throws -> RowBatches {
    let (epoch, row) = (step * batchRows).quotientAndRemainder(dividingBy: trainRowCount)
    return try RowBatches(
      harvest, site: site, rows: trainRows, batchSize: batchRows, seed: seed,
      cursor: RowCursor(epoch: epoch, row: row))
  }

  /// The next batch of an endless reading.
  func next(of batches: inout RowBatches) throws -> Matrix {
    guard let batch = try batches.next() else {
      throw CommandError("\(harvest.path): no rows to learn from")
    }
    return batch
  }

  /// How well an autoencoder does on the held-out rows.
  func evaluation(of autoencoder: SparseAutoencoder) throws -> Evaluation {
    let rows = try harvest.rows(at: testRows, of: site)
    var (center, start) = (columnSums(of: rows), 0)
    center.scale(by: 1 / Float(rows.rows))
    return try autoencoder.evaluated(center: center) {
      guard start < rows.rows else { return nil }
      defer { start += 2048 }
      return rows.rows(start..<min(start + 2048, rows.rows))
    }
  }

  /// What the best linear code of rank `k` explains of the held-out rows.
  func principalComponents(k: Int) throws -> Evaluation.ExplainedVariance {
    try rankKExplainedVariance(
      k: k, of: try harvest.rows(at: testRows, of: site),
      fittedTo: try sample(rows: Self.evaluationRows))
  }
}
