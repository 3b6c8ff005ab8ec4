import Tensors
import Transformers

extension Baseline {
  /// The losses of counterfactuals, and how the logits of the tokens that come next change.
  ///
  /// - Parameters:
  ///   - counterfactuals: What is changed, from each sequence's first position on.
  ///   - inputs: What the unembedding reads in this baseline.
  /// - Returns: For each counterfactual a number for every token but the first.
  /// - Throws: `AnalysisError` with code `.notRecorded`.
  func losses(
    of counterfactuals: [Counterfactual], logitsAgainst inputs: Matrix
  ) throws -> (losses: [[Float]], logitChanges: [[Float]]) {
    var (losses, changes): ([[Float]], [[Float]]) = ([], [])
    for chunk in chunks(of: counterfactuals) {
      let rerun = Rerun(Array(counterfactuals[chunk]), of: self)
      let wave = try rerun.finalWave()
      var run = rerun.run(of: wave, from: Entry(layer: configuration.layerCount))
      run.sites = [HookName.unembedIn]
      run.wantsLosses = true
      let result = try model(run)
      let changed = result.cache[HookName.unembedIn].map { all in
        wave.ranges.map { all.rows($0) }
      }
      let found = zip(wave.members, result.losses?.bySequence ?? []).sorted { $0.0 < $1.0 }
      losses += found.map(\.1)
      let rows = zip(wave.members, changed ?? []).sorted { $0.0 < $1.0 }.map(\.1)
      changes += logitChanges(of: rows, against: inputs)
    }
    return (losses, changes)
  }

  /// How the logits of the tokens that come next change where the unembedding reads other rows.
  func logitChanges(of inputs: [Matrix], against base: Matrix) -> [[Float]] {
    let tokens = cache.batch.tokens
    let unembedding = model.weights.unembedding
    let directions = Matrix(
      stacking: tokens.dropFirst().map { unembedding.direction(of: LogitCombination(right: $0)) })
    return inputs.map { input in
      (0..<directions.rows).map { row in
        let direction = directions[row: row]
        return Float(
          innerProduct(input[row: row], direction) - innerProduct(base[row: row], direction))
      }
    }
  }
}

extension Transformer {
  /// What parts of the last residual stream add to what the unembedding reads.
  ///
  ///     share[p, d] = (x[p, d] − mean x[p, :]) / scale[p] · w[d]
  ///
  /// The mean is taken off only where the model does. `scale` is the divisor of the whole stream.
  func unembeddingShare(of x: Matrix, scale: Matrix?) throws -> Matrix {
    let kind = configuration.finalNormalization
    guard kind != .none, let scale else { return x }
    let isCentring = kind == .layerNorm || kind == .layerNormPre
    let weights = weights.finalNorm?.scale ?? Matrix(row: Array(repeating: 1, count: x.columns))
    var share = x
    share.forEachRow { index, row in
      let mean = isCentring ? Float(sum(row.span) / Double(row.count)) : 0
      let factor = 1 / scale[index, 0]
      let w = weights[row: 0]
      for i in row.indices { row[i] = (row[i] - mean) * factor * w[i] }
    }
    return share
  }
}
