public import Tensors

/// The scale and shift that follow a normalization.
public struct NormalizationWeights: Sendable {
  /// What each normalized element is multiplied by, shape `[1, dModel]`.
  public var scale: Matrix

  /// What is then added, shape `[1, dModel]`; nil for RMS normalization.
  public var shift: Matrix?
}

/// The weights of one block's MLP.
public struct MLPWeights: Sendable {
  /// Before it; nil where the block does not normalize, or the weights are folded away.
  public var norm: NormalizationWeights?

  /// dModel → dMLP, through the nonlinearity when the MLP is gated; nil when it is not.
  public var gate: Linear?

  /// dModel → dMLP.
  public var input: Linear

  /// After the nonlinearity, over dMLP (`solu_ln`); nil where there is none, or it is folded away.
  public var activationNorm: NormalizationWeights?

  /// dMLP → dModel.
  public var output: Linear
}

/// The weights of one block.
public struct BlockWeights: Sendable {
  /// Before attention; nil where the block does not normalize, or the weights are folded away.
  public var attentionNorm: NormalizationWeights?

  /// dModel → head · dHead.
  public var query: Linear

  /// dModel → key head · dHead.
  public var key: Linear

  /// dModel → key head · dHead.
  public var value: Linear

  /// head · dHead → dModel.
  public var output: Linear

  /// The MLP; nil in a block of attention alone.
  public var mlp: MLPWeights?
}

/// All the weights of a transformer.
public struct TransformerWeights: Sendable {
  /// A vector for each token, shape `[dVocab, dModel]`.
  public var embedding: Matrix

  /// A vector for each position, shape `[contextSize, dModel]`; nil where positions are rotary.
  public var positionEmbedding: Matrix?

  /// The blocks, in order.
  public var blocks: [BlockWeights]

  /// Before the unembedding; nil where the model does not normalize, or it is folded away.
  public var finalNorm: NormalizationWeights?

  /// dModel → dVocabOut.
  public var unembedding: Linear
}
