import Analysis
import Autoencoders
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

/// Against SAELens's `run_evals` on a tiny model, with BOS and without.
@Suite struct PredictionComparisonTests {
  let model: Transformer
  let sequences: [[Int]]
  let goldens: [String: [String: [String: Any]]]

  init() throws {
    model = try Transformer(folder: goldenPath("Transformers/gpt2"))
    sequences = try spliceSequences()
    let data = try Data(
      contentsOf: URL(fileURLWithPath: goldenPath("AutoencoderSplices/evals.json")))
    goldens = try #require(
      JSONSerialization.jsonObject(with: data) as? [String: [String: [String: Any]]])
  }

  @Test(arguments: ["resid", "z", "mlp_out"], ["all", "text"])
  func agreesWithSAELens(name: String, tokens: String) throws {
    let golden = try #require(goldens[name]?[tokens])
    let saved = try SavedAutoencoder(at: goldenPath("AutoencoderSplices/\(name)"))
    let site = try #require(saved.metadata.hookName)
    let bos = sequences[0][0]
    var splice = AutoencoderSplice(saved.autoencoder, at: site)
    if tokens == "text" { splice.excludedTokens = [bos] }

    let cache = try model(Run(sequences, sites: [site])).cache
    let all = try #require(cache[site])
    let kept = cache.batch.tokens.indices.filter {
      tokens == "all" || cache.batch.tokens[$0] != bos
    }
    try expectReconstruction(saved.autoencoder, of: all.gatheringRows(kept), golden)

    let compare = try PredictionComparison(
      model, splice, mean: Matrix(rows: 1, columns: all.columns))
    let sums = try compare(sequences).joined().reduce(into: PredictionSums()) { $0 += $1 }
    expect(sums.cleanCrossEntropy, golden["ce_loss_without_sae"])
    expect(sums.crossEntropy(.spliced), golden["ce_loss_with_sae"])
    expect(sums.crossEntropy(.zeroAblated), golden["ce_loss_with_ablation"])
    // A mean of zeros is an ablation to zero.
    expect(sums.crossEntropy(.meanAblated), golden["ce_loss_with_ablation"])
    expect(sums.lossScore(against: .zeroAblated), golden["ce_loss_score"])
    expect(sums.divergence(.spliced), golden["kl_div_with_sae"])
    expect(sums.divergence(.zeroAblated), golden["kl_div_with_ablation"])
    expect(sums.divergenceScore(against: .zeroAblated), golden["kl_div_score"])
  }

  private func expectReconstruction(
    _ autoencoder: SparseAutoencoder, of rows: Matrix, _ golden: [String: Any]
  ) throws {
    var mean = Matrix(rows: 1, columns: rows.columns)
    for row in 0..<rows.rows { mean += rows.rows(row..<row + 1) }
    mean.scale(by: 1 / Float(rows.rows))
    var statistics = ReconstructionStatistics(width: autoencoder.width, center: mean)
    let (code, made) = autoencoder.reconstruct(rows)
    statistics.add(rows, code: code, reconstruction: made)
    let found = statistics.evaluation
    expect(found.mse, golden["mse"])
    expect(found.cosine, golden["cossim"])
    expect(found.l0, golden["l0"])
    expect(found.l1, golden["l1"])
    expect(found.explainedVariance.global, golden["explained_variance"])
    expect(found.explainedVariance.legacy, golden["explained_variance_legacy"])
    expect(found.shrinkage.inputNorm, golden["l2_norm_in"])
    expect(found.shrinkage.outputNorm, golden["l2_norm_out"])
    expect(found.shrinkage.ratio, golden["l2_ratio"])
    expect(found.shrinkage.relativeBias, golden["relative_reconstruction_bias"])
    expectAll(found.featureDensity, golden["feature_density"])
    expectAll(
      try #require(autoencoder.encoderDecoderCosines), golden["encoder_decoder_cosine_sim"])
  }

  /// SAELens sums in float32; scores divide differences of such sums.
  private func expect(
    _ found: Double, _ golden: Any?, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let golden = golden as? Double else {
      Issue.record("the golden lacks a number", sourceLocation: sourceLocation)
      return
    }
    #expect(
      abs(found - golden) <= 2e-4 * max(1, abs(golden)), "\(found), SAELens \(golden)",
      sourceLocation: sourceLocation)
  }

  private func expectAll(_ found: [Double], _ golden: Any?) {
    let numbers = golden as? [Double] ?? []
    #expect(found.count == numbers.count)
    for (a, b) in zip(found, numbers) { #expect(abs(a - b) < 1e-5) }
  }
}
