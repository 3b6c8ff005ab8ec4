/// A decoder-only transformer: sizes and weights, which no run changes.
public struct Transformer: Sendable {
  /// Its sizes and choices.
  public let configuration: TransformerConfiguration

  /// Its weights.
  public let weights: TransformerWeights

  let rotary: RotaryEmbedding?

  /// Makes a model of weights that fit the configuration.
  ///
  /// - Throws: `TransformerError` with code `.wrongShape` when they don't, `.unsupportedModel` when
  ///   the configuration contradicts itself.
  public init(
    configuration: TransformerConfiguration, weights: TransformerWeights
  ) throws(TransformerError) {
    try configuration.check()
    try weights.check(against: configuration)
    self.configuration = configuration
    self.weights = weights
    rotary =
      if case .rotary(let base, let dimensions) = configuration.positions {
        RotaryEmbedding(
          base: base, dimensions: dimensions, scaling: configuration.rotaryScaling,
          pairsNeighbours: configuration.rotatesNeighbours)
      } else {
        nil
      }
  }

  /// Makes a forward pass, and where gradients are wanted the pass back; it computes no more than
  /// what is asked of it needs.
  ///
  /// Each sequence is read by itself: its results do not depend on what else is in the run.
  ///
  /// - Parameter run: What to read, to record, to change and to give.
  /// - Returns: The activations, logits, losses and gradients.
  /// - Throws: `TransformerError` when a sequence is empty or too long, a token is outside the
  ///   vocabulary, or a site or position does not exist.
  public func callAsFunction(_ run: Run) throws(TransformerError) -> RunResult {
    var pass = try ForwardPass(of: self, run: run, past: nil)
    return try pass.perform()
  }

  /// Reads the next tokens of one sequence whose earlier keys and values are in `past`.
  func extend(
    _ past: inout KeyValueCache, run: Run
  ) throws(TransformerError) -> RunResult {
    var pass = try ForwardPass(of: self, run: run, past: past)
    let result = try pass.perform()
    if let extended = pass.past { past = extended }
    return result
  }
}
