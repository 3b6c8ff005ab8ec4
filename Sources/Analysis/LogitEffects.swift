/// The tokens that a direction makes more and less likely, by what it adds to their logits.
public struct LogitEffects: Codable, Hashable, Sendable {
  /// A token and what is added to its logit.
  public struct Effect: Codable, Hashable, Sendable {
    /// The token's text.
    public var token: String

    /// The token's id.
    public var id: Int

    /// What is added to its logit.
    @Figure public var value: Double

    /// Makes an effect.
    public init(token: String, id: Int, value: Double) {
      self.token = token
      self.id = id
      self.value = value
    }
  }

  /// The largest effects, the largest first.
  public var top: [Effect]

  /// The smallest effects, the smallest first.
  public var bottom: [Effect]

  /// Makes effects that are in order.
  public init(top: [Effect], bottom: [Effect]) {
    self.top = top
    self.bottom = bottom
  }

  /// Takes the largest and smallest of the effects on all tokens.
  ///
  /// - Parameters:
  ///   - effects: What a direction adds to the logits, such as a decoder row times the unembedding;
  ///     shape `[dVocab]`.
  ///   - count: How many of either kind to keep.
  ///   - token: The text of a token.
  public init(effects: [Float], count: Int, token: (Int) -> String) {
    let order = effects.indices.sorted { a, b in
      effects[a] == effects[b] ? a < b : effects[a] > effects[b]
    }
    let effect = { (id: Int) in
      Effect(token: token(id), id: id, value: shortestDecimal(effects[id]))
    }
    self.init(
      top: order.prefix(count).map(effect), bottom: order.suffix(count).reversed().map(effect))
  }
}
