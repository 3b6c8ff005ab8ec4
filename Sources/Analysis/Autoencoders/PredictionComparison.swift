import Gradients
public import Tensors
public import Transformers

/// Compares what a model predicts with what it predicts when an autoencoder, zeros or a mean stand in
/// the place of a site.
///
/// The blocks before the site are run once; logits exist for a block of rows at a time.
public struct PredictionComparison: Sendable {
  private let model: Transformer
  private let splice: AutoencoderSplice
  private let interventions: [[Intervention]]
  private let layer: Int?

  /// Makes a comparison.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - splice: The autoencoder in its place.
  ///   - mean: What stands for the mean of the replaced activations, shape `[1, dOut]`.
  /// - Throws: `TransformerError` with code `.unknownSite` where the model lacks a site of the splice.
  public init(
    _ model: Transformer, _ splice: AutoencoderSplice, mean: Matrix
  ) throws(TransformerError) {
    self.model = model
    self.splice = splice
    let site = try SitePattern(splice.inputSite).sites(of: model.configuration)[0]
    _ = try SitePattern(splice.outputSite).sites(of: model.configuration)
    layer = site.layer
    let columns = splice.head.map { Array($0 * mean.columns..<($0 + 1) * mean.columns) }
    interventions = [
      splice.interventions,
      [Intervention(site: splice.outputSite, columns: columns, edit: .zero)],
      [Intervention(site: splice.outputSite, columns: columns, edit: .set(mean))],
    ]
  }

  /// Compares the predictions for some sequences.
  ///
  /// What follows an excluded token is not counted, as the autoencoder was not there.
  ///
  /// - Parameter sequences: The tokens of each.
  /// - Returns: For each sequence and position its sums, of one token at most.
  /// - Throws: `TransformerError` where the model cannot read the sequences.
  public func callAsFunction(
    _ sequences: [[Int]]
  ) throws(TransformerError) -> [[PredictionSums]] {
    let start = layer.map { HookName.Block.residPre.name(layer: $0) }
    let first = try model(
      Run(sequences, sites: Set([HookName.unembedIn, start].compactMap(\.self))))
    var outputs = [first.cache[HookName.unembedIn]]
    for change in interventions {
      var run = Run(sequences, sites: [HookName.unembedIn], interventions: change)
      if let layer, let start, let residual = first.cache[start] {
        run.start = Run.Start(layer: layer, residual: residual)
      }
      outputs.append(try model(run).cache[HookName.unembedIn])
    }
    return sums(of: outputs.compactMap(\.self), Batch(sequences))
  }

  private func sums(of outputs: [Matrix], _ batch: Batch) -> [[PredictionSums]] {
    let last = Set(batch.ranges.map { $0.upperBound - 1 })
    var sums: [PredictionSums] = []
    for start in stride(from: 0, to: batch.rowCount, by: blockRows) {
      let rows = start..<min(start + blockRows, batch.rowCount)
      let logits = outputs.map { model.weights.unembedding.outputs(for: $0.rows(rows)) }
      sums += parallelMap(rows.count) { range in
        range.map { index in
          let row = rows.lowerBound + index
          guard !splice.excludedTokens.contains(batch.tokens[row]) else { return PredictionSums() }
          let next = last.contains(row) ? nil : batch.tokens[row + 1]
          return compare(logits, row: index, next: next)
        }
      }.flatMap { $0 }
    }
    return batch.ranges.map { Array(sums[$0]) }
  }
}

/// How many rows have their logits in memory together.
private let blockRows = 128

/// The sums of one position, from the logits without a change and with each.
private func compare(_ logits: [Matrix], row: Int, next: Int?) -> PredictionSums {
  let normalizers = logits.map { logSumExp($0[row: row]) }
  var sums = PredictionSums()
  if let next {
    let losses = zip(logits, normalizers).map { $1 - Double($0[row, next]) }
    sums.add(cleanLoss: losses[0], losses: Array(losses.dropFirst()))
  }
  let clean = logits[0].rows(row..<row + 1)
  var probabilities = clean
  probabilities.forEachRow { _, row in applySoftmax(to: &row, first: row.count) }
  let divergences = logits.indices.dropFirst().map { index in
    // Σ p (log p - log q) with log p - log q = (clean - changed) less the normalizers' difference.
    let changed = logits[index]
    var difference = clean
    difference.forEachRow { _, target in add(changed[row: row], scale: -1, to: &target) }
    let mean = Double(dot(probabilities[row: 0], difference[row: 0]))
    return mean - normalizers[0] + normalizers[index]
  }
  sums.add(divergences: divergences)
  return sums
}
