/// What a decoder-only transformer is made of: sizes and choices, whichever family it comes from.
public struct TransformerConfiguration: Sendable, Equatable {
  /// How a residual stream is normalized before a layer reads it, by TransformerLens's names.
  public enum Normalization: String, Sendable {
    /// Centred, divided by the standard deviation, scaled and shifted (Ba et al. 2016).
    case layerNorm = "LN"
    /// As `layerNorm`, its scale and shift folded into the weights that read it.
    case layerNormPre = "LNPre"
    /// Divided by the root of the mean square, and scaled (Zhang and Sennrich 2019).
    case rmsNorm = "RMS"
    /// As `rmsNorm`, its scale folded into the weights that read it.
    case rmsNormPre = "RMSPre"
    /// Not at all.
    case none = "none"
  }

  /// How positions enter.
  public enum Positions: Sendable, Equatable {
    /// A learned vector for each position, added to the embedding.
    case learned
    /// Queries and keys are rotated by angles that grow with the position (Su et al. 2021).
    case rotary(base: Double, dimensions: Int)
    /// Not at all.
    case none
  }

  /// The family's name, for display.
  public var family: String

  /// How many blocks.
  public var layerCount: Int

  /// How many attention heads a block has.
  public var headCount: Int

  /// How many heads keys and values have; each serves `headCount / keyValueHeadCount` queries.
  public var keyValueHeadCount: Int

  /// The width of the residual stream.
  public var dModel: Int

  /// The width of a head.
  public var dHead: Int

  /// The number of neurons in a block's MLP.
  public var dMLP: Int

  /// The number of tokens that the embedding knows.
  public var dVocab: Int

  /// The number of logits.
  public var dVocabOut: Int

  /// The longest sequence that the model was made for.
  public var contextSize: Int

  /// How residual streams are normalized before attention and MLPs.
  public var normalization: Normalization

  /// How the residual stream is normalized before the unembedding.
  public var finalNormalization: Normalization

  /// What is added to the variance or mean square before its root is taken.
  public var epsilon: Float

  /// The nonlinearity of the MLP.
  public var activation: ActivationFunction

  /// Whether the MLP multiplies its activations by a second, linear projection.
  public var isGated: Bool

  /// How positions enter.
  public var positions: Positions

  /// How rotary frequencies are lowered; nil where they are not.
  public var rotaryScaling: RotaryScaling?

  /// Whether the elements that rotate together lie side by side (GPT-J), and not half of the
  /// rotary dimensions apart.
  public var rotatesNeighbours = false

  /// What scores are multiplied by before the softmax.
  public var attentionScale: Float

  /// Whether scores are divided by the layer's number too, counted from 1.
  public var dividesScoresByLayer = false

  /// What a layer's scores are multiplied by before the softmax.
  public func attentionScale(inLayer layer: Int) -> Float {
    dividesScoresByLayer ? attentionScale / Float(layer + 1) : attentionScale
  }

  /// How many positions back each layer's attention sees, its own included; nil for all.
  public var attentionWindows: [Int?]

  /// Whether attention sees later positions as well.
  public var isBidirectional = false

  /// Whether attention and MLP read the same residual stream, side by side (GPT-J, GPT-NeoX).
  public var isParallel = false

  /// Whether blocks have attention alone, and no MLP.
  public var isAttentionOnly = false

  /// Whether a text is read after a beginning-of-sequence token unless the user says otherwise.
  public var prependsBOS: Bool
}
