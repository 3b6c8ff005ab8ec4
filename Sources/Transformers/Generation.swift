import Tensors

/// How a continuation is written.
public struct GenerationOptions: Sendable {
  /// How many tokens to add at most.
  public var maxTokens: Int

  /// Tokens after which it stops; they are part of the result.
  public var stopTokens: Set<Int>

  /// Changes made at every step.
  public var interventions: [Intervention]

  /// How each token is drawn.
  public var sampling: Sampling

  /// Where chance begins: the same seed gives the same continuation.
  public var seed: UInt64

  /// Makes options; the defaults take the likeliest token each time.
  public init(
    maxTokens: Int, stopTokens: Set<Int> = [], interventions: [Intervention] = [],
    sampling: Sampling = .greedy, seed: UInt64 = 0
  ) {
    self.maxTokens = maxTokens
    self.stopTokens = stopTokens
    self.interventions = interventions
    self.sampling = sampling
    self.seed = seed
  }
}

extension Transformer {
  /// Continues a sequence token by token.
  ///
  /// Keys and values of earlier positions are kept where every intervention acts on all positions
  /// alike. One that acts on the last position, or on given ones, would find them changed by an
  /// earlier step; then the whole sequence is computed anew at each step, so that a step's result
  /// is that of one run over the text so far. So it is where attention sees later positions.
  ///
  /// - Parameters:
  ///   - prompt: The sequence to continue.
  ///   - options: When to stop and what to change on the way.
  /// - Returns: The prompt and its continuation, no longer than the model's context.
  /// - Throws: `TransformerError` as a run does.
  public func generate(
    _ prompt: [Int], options: GenerationOptions
  ) throws(TransformerError) -> [Int] {
    let room = max(configuration.contextSize - prompt.count, 0)
    let end = prompt.count + min(options.maxTokens, room)
    let keepsPast =
      !configuration.isBidirectional && options.interventions.allSatisfy { $0.positions == .all }
    var past = KeyValueCache(configuration: configuration, capacity: max(end, prompt.count))
    var random = SplittableRandom(seed: options.seed).split("generation")
    var tokens = prompt
    var unread = prompt
    while tokens.count < end {
      let run = Run(
        [keepsPast ? unread : tokens], interventions: options.interventions, logits: .last)
      let logits = keepsPast ? try extend(&past, run: run).logits : try self(run).logits
      guard let next = options.sampling.token(from: logits[row: 0], using: &random) else { break }
      tokens.append(next)
      unread = [next]
      if options.stopTokens.contains(next) { break }
    }
    return tokens
  }
}
