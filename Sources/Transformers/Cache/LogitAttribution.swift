public import Tensors

/// How much each component adds to a logit, or to the difference of two.
public struct LogitAttribution: Sendable {
  /// What each component is.
  public let labels: [String]

  /// What each adds at each row looked at, shape `[component, row]`.
  public let values: Matrix

  /// What all of them add at each row, in double precision.
  public var totals: [Double] {
    (0..<values.columns).map { row in
      (0..<values.rows).reduce(0) { $0 + Double(values[$1, row]) }
    }
  }
}

extension ResidualAnalysis {
  /// How much each component of the last residual stream adds to the logit of a token, or to that
  /// of a right token less that of a wrong one.
  ///
  ///     value[c, p] = Σ_d (x[c, p, d] − mean x[c, p, :]) / scale[p] · w[d] · (W_U[d, r] − W_U[d, w])
  ///
  /// `w` is the final normalization's scale where it is not folded away. Two more components follow
  /// where the model has them: `ln_final.b`, the final shift, and `b_U`, the unembedding's bias. So
  /// a decomposition of the whole stream adds up to the logit.
  ///
  /// - Parameters:
  ///   - stack: Components at the rows looked at.
  ///   - right: A token for each row, or one for all.
  ///   - wrong: Likewise; nil for the logit of `right` itself.
  /// - Returns: The attributions.
  /// - Throws: `TransformerError` with code `.notRecorded`, or `.tokenOutOfRange`.
  public func logitAttributions(
    of stack: ResidualStack, right: [Int], wrong: [Int]? = nil
  ) throws(TransformerError) -> LogitAttribution {
    try logitAttributions(of: stack, to: combinations(right: right, wrong: wrong))
  }

  /// How much each component of the last residual stream adds to a weighted sum of logits.
  ///
  /// - Parameters:
  ///   - stack: Components at the rows looked at.
  ///   - combinations: A sum for each row.
  /// - Returns: The attributions, the biases of the last normalization and unembedding among them.
  /// - Throws: `TransformerError` with code `.notRecorded`, or `.tokenOutOfRange`.
  public func logitAttributions(
    of stack: ResidualStack, to combinations: [LogitCombination]
  ) throws(TransformerError) -> LogitAttribution {
    let directions = try LogitDirections(self, combinations)
    var values = Matrix(rows: stack.components.count, columns: rows.count)
    for (index, component) in stack.components.enumerated() {
      for row in rows.indices {
        values[index, row] = directions.attribution(of: component[row: row], at: row)
      }
    }
    return directions.withBiases(LogitAttribution(labels: stack.labels, values: values))
  }

  /// How much each neuron of every layer adds, as `logitAttributions(of:)` of all their results.
  ///
  /// What the neurons write is never held: a product with the output weights takes its place.
  /// Biases are not among the components.
  ///
  /// - Parameters:
  ///   - layers: The layers whose neurons are looked at.
  ///   - right: A token for each row, or one for all.
  ///   - wrong: Likewise; nil for the logit of `right` itself.
  /// - Returns: The attributions, a component for each neuron of each layer in turn.
  /// - Throws: `TransformerError` with code `.notRecorded`, or `.tokenOutOfRange`.
  public func logitAttributions(
    ofNeurons layers: Range<Int>, right: [Int], wrong: [Int]? = nil
  ) throws(TransformerError) -> LogitAttribution {
    try logitAttributions(ofNeurons: layers, to: combinations(right: right, wrong: wrong))
  }

  /// How much each neuron adds to a weighted sum of logits.
  ///
  /// - Parameters:
  ///   - layers: The layers whose neurons are looked at.
  ///   - combinations: A sum for each row.
  /// - Returns: The attributions, a component for each neuron of each layer in turn.
  /// - Throws: `TransformerError` with code `.notRecorded`, or `.tokenOutOfRange`.
  public func logitAttributions(
    ofNeurons layers: Range<Int>, to combinations: [LogitCombination]
  ) throws(TransformerError) -> LogitAttribution {
    let directions = try LogitDirections(self, combinations)
    var labels: [String] = []
    var parts: [Matrix] = []
    for layer in layers {
      guard let output = model.weights.blocks[layer].mlp?.output else { continue }
      let post = try activation(.mlpPost, layer)
      // [row, neuron]: what one unit of each neuron adds at each row.
      var added =
        output.layout == .inputOutput
        ? Matrix.product(directions.scaled, output.weight, transposing: .right)
        : Matrix.product(directions.scaled, output.weight)
      added.multiply(by: post)
      parts.append(added.transposed)
      labels += (0..<post.columns).map { "L\(layer)N\($0)" }
    }
    return LogitAttribution(labels: labels, values: Matrix(stacking: parts))
  }
}

extension ResidualAnalysis {
  private func combinations(right: [Int], wrong: [Int]?) -> [LogitCombination] {
    for tokens in [right, wrong ?? right] {
      precondition(
        tokens.count == 1 || tokens.count == rows.count,
        "logitAttributions: \(tokens.count) tokens for \(rows.count) rows")
    }
    return rows.indices.map { row in
      LogitCombination(
        right: right[row % right.count], wrong: wrong.map { $0[row % $0.count] })
    }
  }

  /// For each row looked at, the vector whose product with what is in the last residual stream is
  /// what that adds to a weighted sum of logits; shape `[row, dModel]`.
  ///
  /// - Throws: `TransformerError` with code `.notRecorded`, or `.tokenOutOfRange`.
  public func logitDirections(
    of combinations: [LogitCombination]
  ) throws(TransformerError) -> Matrix { try LogitDirections(self, combinations).scaled }
}

/// For each row looked at, the direction whose product with a component is what it adds.
private struct LogitDirections {
  /// Shape `[row, dModel]`: centred where the model centres, and divided by the row's divisor.
  let scaled: Matrix

  private let shift: [Float]?
  private let bias: [Float]?

  init(
    _ analysis: ResidualAnalysis, _ combinations: [LogitCombination]
  ) throws(TransformerError) {
    let weights = analysis.model.weights
    let count = analysis.rows.count
    precondition(
      combinations.count == count, "logitAttributions: \(combinations.count) for \(count) rows")
    try weights.unembedding.check(combinations)
    let plain = Matrix(stacking: combinations.map { weights.unembedding.direction(of: $0) })
    let kind = analysis.configuration.finalNormalization
    var directions = plain
    if let norm = weights.finalNorm, kind != .none {
      directions.multiply(by: Matrix(repeating: norm.scale, rows: count))
    }
    if kind.isCentring { directions = centred(directions).value }
    if kind != .none {
      directions = divided(directions, by: try analysis.activation(HookName.finalScale)).value
    }
    scaled = directions
    shift = weights.finalNorm?.shift.map { shift in
      (0..<count).map { product(plain[row: $0], shift[row: 0]) }
    }
    bias = weights.unembedding.bias.map { bias in
      combinations.map { Float($0.value(at: bias[row: 0])) }
    }
  }

  func attribution(of component: Span<Float>, at row: Int) -> Float {
    product(component, scaled[row: row])
  }

  /// The attributions, and behind them what the biases of the unembedding add.
  func withBiases(_ attribution: LogitAttribution) -> LogitAttribution {
    let (width, rows) = (attribution.values.columns, attribution.values)
    var (labels, parts) = (attribution.labels, [rows])
    for (label, values) in [(WeightName.finalShift, shift), ("b_U", bias)] {
      guard let values else { continue }
      labels.append(label)
      parts.append(Matrix(rows: 1, columns: width, elements: values))
    }
    return LogitAttribution(labels: labels, values: Matrix(stacking: parts))
  }
}

extension Linear {
  /// Of an unembedding, the vector whose product with what it reads is a weighted sum of logits,
  /// but for the bias; shape `[1, dModel]`.
  public func direction(of combination: LogitCombination) -> Matrix {
    var sum = Matrix(rows: 1, columns: inputCount)
    for term in combination.terms {
      var part = weight(ofOutput: term.token)
      part.scale(by: term.weight)
      sum += part
    }
    return sum
  }

  /// Throws unless an unembedding has a logit for every token of some sums.
  ///
  /// - Throws: `TransformerError` with code `.tokenOutOfRange`.
  public func check(_ combinations: [LogitCombination]) throws(TransformerError) {
    for token in combinations.flatMap({ $0.terms.map(\.token) })
    where token < 0 || token >= outputCount {
      throw TransformerError(
        code: .tokenOutOfRange,
        message: "token \(token): the model has logits for ids 0 to \(outputCount - 1)")
    }
  }
}

/// The scalar product of two vectors, in double precision.
private func product(_ x: Span<Float>, _ y: Span<Float>) -> Float {
  var sum = 0.0
  for i in x.indices { sum += Double(x[i]) * Double(y[i]) }
  return Float(sum)
}
