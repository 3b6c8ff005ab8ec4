public import Tensors

extension ResidualAnalysis {
  /// Components as what reads the stream at a point sees them, by the run's own divisors.
  ///
  ///     normalized[c, p, d] = (x[c, p, d] − mean_d x[c, p, d]) / scale[p]
  ///
  /// The divisor is that of the whole stream, so the normalized components still add up. The mean
  /// is taken off only where the model does; a normalization's weights are not applied.
  ///
  /// - Parameters:
  ///   - stack: Components at the rows looked at.
  ///   - point: What reads them.
  /// - Returns: The components, normalized.
  /// - Throws: `TransformerError` with code `.notRecorded`.
  public func normalized(
    _ stack: ResidualStack, at point: ResidualPoint = .unembedding
  ) throws(TransformerError) -> ResidualStack {
    let kind = point.normalization(in: configuration)
    guard kind != .none else { return stack }
    let scale = try activation(point.scaleSite)
    return stack.map { divided(kind.isCentring ? centred($0).value : $0, by: scale).value }
  }

  /// The logits that states of the stream would give, were each the last: the logit lens.
  ///
  /// Each state is normalized by its own divisor, and the final normalization's weights and the
  /// unembedding with its bias are applied.
  ///
  /// - Parameter stack: States of the residual stream.
  /// - Returns: For each state its logits, `[row, dVocab]`.
  public func logits(of stack: ResidualStack) -> [Matrix] {
    let kind = configuration.finalNormalization
    return stack.components.map { state in
      guard kind != .none else { return model.weights.unembedding(state).value }
      let quotient = Transformers.normalized(
        state, isCentred: kind.isCentring, epsilon: configuration.epsilon
      ).value.quotient
      let input = model.weights.finalNorm.map { scaled(quotient, by: $0).value } ?? quotient
      return model.weights.unembedding(input).value
    }
  }
}
