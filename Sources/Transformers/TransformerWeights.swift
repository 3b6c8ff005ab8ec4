public import Tensors

/// The scale and shift that follow a normalization.
public struct NormalizationWeights: Sendable {
  /// What each normalized element is multiplied by, shape `[1, dModel]`.
  public var scale: Matrix

  /// What is then added, shape `[1, dModel]`; nil for RMS normalization.
  public var shift: Matrix?
}

/// The weights of one block.
public struct BlockWeights: Sendable {
  /// Before attention.
  public var attentionNorm: NormalizationWeights

  /// dModel → head · dHead.
  public var query: Linear

  /// dModel → key head · dHead.
  public var key: Linear

  /// dModel → key head · dHead.
  public var value: Linear

  /// head · dHead → dModel.
  public var output: Linear

  /// Before the MLP.
  public var mlpNorm: NormalizationWeights

  /// dModel → dMLP, through the nonlinearity when the MLP is gated; nil when it is not.
  public var gate: Linear?

  /// dModel → dMLP.
  public var mlpInput: Linear

  /// dMLP → dModel.
  public var mlpOutput: Linear
}

/// All the weights of a transformer.
public struct TransformerWeights: Sendable {
  /// A vector for each token, shape `[dVocab, dModel]`.
  public var embedding: Matrix

  /// A vector for each position, shape `[contextSize, dModel]`; nil where positions are rotary.
  public var positionEmbedding: Matrix?

  /// The blocks, in order.
  public var blocks: [BlockWeights]

  /// Before the unembedding.
  public var finalNorm: NormalizationWeights

  /// dModel → dVocab.
  public var unembedding: Linear
}
