import Activations
public import Autoencoders
import Gradients
public import Tensors
public import Transformers

/// Evaluates an autoencoder on rows of a harvest, and in the model that they come from.
///
/// Rows are read batch by batch, twice: for their mean, then for all else.
public struct AutoencoderEvaluator {
  /// What is evaluated.
  public let saved: SavedAutoencoder

  /// The mean of the rows that the autoencoder is to make, shape `[1, dOut]`.
  public let mean: Matrix

  /// Where the rows are.
  public let rows: EvaluationRows

  private(set) var statistics: ReconstructionStatistics
  private(set) var byDocument: [String: EvaluationGroup] = [:]
  private(set) var byClass: [TokenClass: EvaluationGroup] = [:]

  /// Prepares an evaluation, which takes the mean of the rows.
  ///
  /// - Parameters:
  ///   - saved: The autoencoder.
  ///   - rows: The rows.
  /// - Throws: `AutoencoderError` with code `.tooLittleData` where there are none; and what reading the
  ///   harvest throws.
  public init(_ saved: SavedAutoencoder, on rows: EvaluationRows) throws {
    guard rows.count > 0 else {
      throw AutoencoderError(
        code: .tooLittleData, message: "there are no rows to evaluate on",
        path: rows.harvest.path)
    }
    self.saved = saved
    self.rows = rows
    var sums = [Double](repeating: 0, count: saved.autoencoder.outputWidth)
    for batch in rows.batches {
      let target = try rows.target(batch)
      for index in 0..<target.rows {
        let row = target[row: index]
        for i in row.indices { sums[i] += Double(row[i]) }
      }
    }
    mean = Matrix(row: sums.map { Float($0 / Double(rows.count)) })
    statistics = ReconstructionStatistics(width: saved.autoencoder.width, center: mean)
  }

  /// Takes in what the autoencoder makes of the rows.
  ///
  /// - Parameter progress: Told how many rows are done.
  /// - Throws: What reading the harvest throws.
  public mutating func evaluateRows(progress: (Int) -> Void = { _ in }) throws {
    for batch in rows.batches {
      let (code, made) = saved.autoencoder.reconstruct(try rows.input(batch))
      let sums = statistics.add(try rows.target(batch), code: code, reconstruction: made)
      let documents = try rows.documents(batch)
      for (index, row) in batch.enumerated() {
        byDocument[documents[index], default: EvaluationGroup()].reconstruction += sums[index]
        guard let kind = rows.kind(ofRow: row) else { continue }
        byClass[kind, default: EvaluationGroup()].reconstruction += sums[index]
      }
      progress(statistics.rowCount)
    }
  }

  /// Takes in what the model predicts of the rows' sequences with the autoencoder in its place.
  ///
  /// - Parameters:
  ///   - model: The model that the harvest was made with.
  ///   - includesBOS: Whether the autoencoder also stands at the beginning of each sequence, of which
  ///     a harvest has no rows.
  ///   - progress: Told how many tokens are done.
  /// - Throws: What reading the harvest or running the model throws.
  public mutating func evaluatePredictions(
    of model: Transformer, includesBOS: Bool = false, progress: (Int) -> Void = { _ in }
  ) throws {
    var splice = AutoencoderSplice(
      saved.autoencoder, at: rows.site, outputSite: rows.outputSite, head: rows.head)
    if let bos = try rows.beginning(), !includesBOS { splice.excludedTokens = [bos] }
    let compare = try PredictionComparison(model, splice, mean: mean)
    var done = 0
    for batch in try rows.sequenceBatches() {
      let sums = try compare(batch.map(\.tokens))
      for (sequence, positions) in zip(batch, sums) { add(positions, of: sequence) }
      done += batch.reduce(0) { $0 + $1.tokens.count }
      progress(done)
    }
  }

  private mutating func add(_ positions: [PredictionSums], of sequence: EvaluationRows.Sequence) {
    for (position, sums) in positions.enumerated() where sums.distributions > 0 {
      let row = sequence.rows[position]
      guard row != nil || position < rows.prefixCount else { continue }
      byDocument[sequence.document, default: EvaluationGroup()].prediction += sums
      let kind = row.map { rows.kind(ofRow: $0) } ?? .bos
      if let kind { byClass[kind, default: EvaluationGroup()].prediction += sums }
    }
  }
}
