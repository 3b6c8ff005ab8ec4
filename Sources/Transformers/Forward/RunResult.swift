public import Tensors

/// What a run gave.
public struct RunResult: Sendable {
  /// The activations of the sites that were asked for.
  public internal(set) var cache: ActivationCache

  /// The logits of the positions that were asked for, sequence by sequence, `[position, dVocab]`.
  public internal(set) var logits: Matrix

  /// The loss of every token but each sequence's first; nil unless asked for.
  public internal(set) var losses: TokenLosses?

  /// The objective's value; nil without one.
  public internal(set) var objective: Double?

  /// The objective's gradients at the sites that were asked for, each shaped like the activations.
  ///
  /// A gradient is that of what a site held after the run's interventions at it.
  public internal(set) var gradients: ActivationCache

  /// The objective's gradients of the weights that were asked for, by name, with the axes that
  /// TransformerLens gives each.
  public internal(set) var weightGradients: [String: Tensor] = [:]
}

/// How badly each token was foreseen: the cross-entropy given the tokens before it.
public struct TokenLosses: Sendable {
  /// For each sequence the loss of its second token, its third, and so on.
  public let bySequence: [[Float]]

  /// The mean over all of them, in double precision; NaN where there is none.
  public var mean: Double {
    let count = bySequence.reduce(0) { $0 + $1.count }
    let sum = bySequence.joined().reduce(0.0) { $0 + Double($1) }
    return sum / Double(count)
  }
}
