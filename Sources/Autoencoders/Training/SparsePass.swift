import Gradients
import Synchronization
import Tensors

/// The losses of a batch whose codes are sparse, by the entries of the codes alone.
struct SparsePass<Rule: FeatureRule> {
  let parameters: AutoencoderParameters
  let batch: ScaledBatch
  let rule: Rule

  /// The features that a Matryoshka autoencoder's inner reconstructions are made of: the first so
  /// many, ascending.
  var innerWidths: [Int] = []

  /// What revives dead features; nil where there are none.
  var revival: Revival?

  /// How dead features are made to explain what the others leave over.
  struct Revival {
    /// The dead features, ascending.
    let dead: [Int32]

    /// How many of them a row uses.
    let k: Int

    /// The weight of their loss.
    let weight: Float
  }

  init(parameters: AutoencoderParameters, batch: ScaledBatch, rule: Rule) {
    self.parameters = parameters
    self.batch = batch
    self.rule = rule
  }

  /// What is encoded.
  func centered(subtractsDecoderBias: Bool) -> Matrix {
    guard subtractsDecoderBias else { return batch.input }
    var centered = batch.input
    centered.forEachRow { [parameters] _, row in
      add(parameters.decoderBias[row: 0], scale: -1, to: &row)
    }
    return centered
  }

  /// The losses, and the gradients of their sum.
  ///
  /// - Parameters:
  ///   - preActivations: The pre-activations that may matter: of features that are on, or have a
  ///     gradient though they are off.
  ///   - deadPreActivations: Those of the dead features that `revival` uses.
  ///   - input: What was encoded.
  ///   - subtractsDecoderBias: Whether the decoder's bias was taken off it.
  /// - Returns: The pass.
  func run(
    _ preActivations: SparseCode, deadPreActivations: SparseCode? = nil, input: Matrix,
    subtractsDecoderBias: Bool
  ) -> Pass {
    let target = skippedTarget
    let codes = values(of: preActivations)
    var losses = Pass.Losses()
    let main = nestedReconstruction(
      codes[0], weight: parameters.decoder, bias: parameters.decoderBias, target: target,
      widths: innerWidths)
    losses.reconstruction = main.values.last ?? 0
    losses.inner = main.values.dropLast()
    let first = main.pullback(1)
    var (decoder, bias, slopes) = (first.weight, first.bias, [first.code.values])
    _ = consume first  // What is shared is copied when it is next written.
    var errorSlope = main.errorSlope
    if Rule.codeCount > 1 {
      let second = sparseReconstruction(
        codes[1], weight: parameters.decoder, bias: parameters.decoderBias, target: target)
      losses.auxiliary = second.value
      let gradient = second.pullback(1)
      decoder += gradient.weight
      bias += gradient.bias
      slopes.append(gradient.code.values)
      if parameters.skip.rows > 0 { errorSlope += second.error }
    }
    let penalties = rowPenalties(codes[0])
    losses.sparsity = penalties.reduce(0) { $0 + $1.value }
    var (encoder, sums) = pullBack(
      preActivations, slopes: slopes, rowSlopes: penalties.map(\.slope), input: input)
    if let revival, let deadPreActivations {
      let found = revive(revival, deadPreActivations, error: main.error)
      losses.auxiliary += found.loss
      decoder += found.gradient.weight
      encoder += found.gradient.code.transposedProduct(input)
      found.gradient.code.forEachEntry { feature, value in
        sums[feature].preActivation += Double(value)
      }
    }
    var pass = Pass(
      losses: losses,
      gradients: AutoencoderGradients(
        encoder: consume encoder, decoder: consume decoder, of: parameters),
      onCounts: sums.map(\.onCount))
    pass.chosenDensity =
      Double(preActivations.indices.count)
      / Double(max(preActivations.rows * preActivations.featureCount, 1))
    pass.gradients.small.decoderBias += bias
    if parameters.skip.rows > 0 {
      pass.gradients.small.skip.addProduct(
        errorSlope, batch.input, transposing: .left, scale: 2 / Float(target.rows))
    }
    pass.add(sums, of: parameters, subtractsDecoderBias: subtractsDecoderBias)
    return pass
  }

  /// The target less what leads past the code.
  private var skippedTarget: Matrix {
    guard parameters.skip.rows > 0 else { return batch.target }
    var target = batch.target
    target.addProduct(batch.input, parameters.skip, transposing: .right, scale: -1)
    return target
  }

  /// The codes that the rule makes of pre-activations.
  private func values(of preActivations: SparseCode) -> [SparseCode] {
    let pieces = preActivations.entryPieces
    return (0..<Rule.codeCount).map { code in
      let values = parallelArray(count: preActivations.values.count, pieces: pieces) {
        [rule] index, piece in
        let features = preActivations.indices.span.extracting(pieces[index])
        let source = preActivations.values.span.extracting(pieces[index])
        for i in piece.indices {
          let both = rule.values(source[i], of: Int(features[i]))
          piece[i] = code == 0 ? both.0 : both.1
        }
      }
      return preActivations.replacingValues(values)
    }
  }

  /// The penalty of each row, and its slope.
  private func rowPenalties(_ code: SparseCode) -> [(value: Double, slope: Float)] {
    parallelMap(code.rows, grain: 256) { rows in
      rows.map { row in
        let entries = code.offsets[row]..<code.offsets[row + 1]
        return rule.rowPenalty(onCount: code.values[entries].count { $0 != 0 })
      }
    }.flatMap { $0 }
  }

  /// The encoder's gradient, and what the entries of each feature add up to, feature by feature.
  private func pullBack(
    _ preActivations: SparseCode, slopes: [[Float]], rowSlopes: [Float], input: Matrix
  ) -> (encoder: RowGradient, sums: [FeatureSums]) {
    let lists = preActivations.byFeature
    let (blocks, pieces, offsets) = (lists.entries.blocks, lists.pieces, lists.entries.offsets)
    let found = Mutex<[Int: [FeatureSums]]>([:])
    let ordered = parallelArray(count: preActivations.indices.count, pieces: pieces) {
      [rule] index, piece in
      let (first, last, values) = (slopes[0], slopes[slopes.count - 1], preActivations.values)
      var blockSums: [FeatureSums] = []
      for place in blocks[index] {
        let feature = lists.features[place]
        var sums = FeatureSums()
        for entry in offsets[place]..<offsets[place + 1] {
          let source = Int(lists.places[entry])
          let preActivation = values[source]
          if rule.values(preActivation, of: feature).0 != 0 { sums.onCount += 1 }
          piece[entry - pieces[index].lowerBound] = rule.slope(
            preActivation, of: feature, slopes: (first[source], last[source]),
            rowSlope: rowSlopes[Int(lists.entries.columns[entry])], sums: &sums)
        }
        blockSums.append(sums)
      }
      found.withLock { [blockSums] in $0[index] = blockSums }
    }
    var sums = [FeatureSums](repeating: FeatureSums(), count: preActivations.featureCount)
    found.withLock { found in
      for (index, block) in blocks.enumerated() {
        for (place, sum) in zip(block, found[index] ?? []) { sums[lists.features[place]] = sum }
      }
    }
    let encoder = lists.product(ordered, by: input, featureCount: preActivations.featureCount)
    return (encoder, sums)
  }

  /// The loss of what dead features make of the error, and its gradients.
  ///
  /// The error, prediction less target, is a constant here.
  private func revive(
    _ revival: Revival, _ code: SparseCode, error: Matrix
  ) -> (loss: Double, gradient: DecodeGradient) {
    var missing = error
    missing.scale(by: -1)
    let (loss, _, pullback) = sparseReconstruction(
      code, weight: parameters.decoder, bias: Matrix(rows: 1, columns: error.columns),
      target: missing)
    return (Double(revival.weight) * loss, pullback(revival.weight))
  }
}

extension SparseCode {
  /// The entries of some rows together, in pieces that are worth a thread's while.
  fileprivate var entryPieces: [Range<Int>] {
    stride(from: 0, to: rows, by: 256).map { offsets[$0]..<offsets[min($0 + 256, rows)] }
  }

  /// Visits every entry, row by row.
  fileprivate func forEachEntry(_ body: (_ feature: Int, _ value: Float) -> Void) {
    for (feature, value) in zip(indices, values) { body(Int(feature), value) }
  }
}
