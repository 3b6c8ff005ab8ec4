import Activations
import Autoencoders

extension AutoencoderEvaluator {
  /// What has been found.
  ///
  /// - Parameters:
  ///   - sae: What the autoencoder is called.
  ///   - split: What the part of the documents is called.
  ///   - draws: How many times documents are drawn for intervals.
  ///   - seed: Where chance begins.
  ///   - warnings: What else a reader should know.
  /// - Returns: The result, with the reason of every number that it lacks among its warnings.
  public func result(
    sae: String, split: String, draws: Int, seed: UInt64, warnings: [String] = []
  ) -> SAEEvaluation {
    let found = statistics.evaluation
    let groups = byDocument.sorted { $0.key < $1.key }.map(\.value)
    let predictions = groups.reduce(into: PredictionSums()) { $0 += $1.prediction }
    let classes = TokenClass.allCases.compactMap { kind in
      byClass[kind].map { SAEEvaluation.Kind(kind, $0) }
    }
    return SAEEvaluation(
      sae: sae, format: saved.format, architecture: saved.autoencoder.architectureName,
      harvest: rows.harvest.path, site: rows.site,
      outputSite: rows.outputSite == rows.site ? nil : rows.outputSite, split: split,
      documents: byDocument.count, rows: found.rows, l0: found.l0, l1: found.l1, mse: found.mse,
      normalizedMSE: found.normalizedMSE, explainedVariance: .init(found.explainedVariance),
      cosine: found.cosine, shrinkage: .init(found.shrinkage), deadFeatures: found.deadFeatures,
      denseFeatures: found.featureDensity.count { $0 > 0.1 }, featureDensity: found.featureDensity,
      densityHistogram: SAEEvaluation.DensityBin.bins(of: found.featureDensity),
      encoderDecoderCosine: saved.autoencoder.encoderDecoderCosines.map { .init(of: $0) },
      ce: predictions.tokens > 0 ? .init(predictions) : nil,
      kl: predictions.distributions > 0 ? .init(predictions) : nil,
      classes: classes.contains { $0.name != .bos } ? classes : nil,
      intervals: bootstrapIntervals(of: groups, draws: draws, seed: seed),
      warnings: warnings + missingNumbers(found, predictions))
  }

  /// Why numbers are missing, or stand for fewer rows.
  private func missingNumbers(_ found: Evaluation, _ predictions: PredictionSums) -> [String] {
    var reasons: [String] = []
    let undefined = statistics.total.undefinedRows
    if !found.mse.isFinite {
      reasons.append("mse and what follows from it: rows or reconstructions are not finite")
    } else if !found.explainedVariance.global.isFinite {
      reasons.append("explainedVariance: the rows do not vary")
    } else if undefined.explainedVariance > 0 {
      reasons.append(
        "explainedVariance.perToken leaves out \(undefined.explainedVariance) rows at the mean")
    }
    if undefined.cosine > 0 {
      reasons.append(
        "cosine leaves out \(undefined.cosine) rows that are zero, or reconstructed as zero")
    }
    if byDocument.count < 2 { reasons.append("intervals need two documents or more") }
    guard predictions.tokens > 0 else { return reasons }
    if !predictions.crossEntropy(.spliced).isFinite || !predictions.cleanCrossEntropy.isFinite {
      reasons.append("ce: the model's predictions are not finite")
    } else if !predictions.lossScore(against: .zeroAblated).isFinite {
      reasons.append("ce.score: taking the site away costs the model nothing")
    }
    return reasons
  }
}
