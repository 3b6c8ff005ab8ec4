import Gradients
import Tensors

extension ForwardPass {
  /// Rows of a table of vectors.
  mutating func look(up indices: [Int], in table: Matrix, _ name: String) -> Variable {
    let (value, pullback) = rows(of: table, at: indices)
    return tape.record(value, through: [edge(to: name, pullback)])
  }

  /// A layer's outputs.
  mutating func apply(
    _ layer: Linear, to x: Variable, _ weight: WeightName.Block, _ bias: WeightName.Block,
    _ index: Int
  ) -> Variable {
    note(layer(x.value), of: x, weight, bias, index)
  }

  /// A layer's outputs where each head has its own inputs, or outputs.
  mutating func apply(
    _ layer: HeadwiseLinear, to x: Variable, _ weight: WeightName.Block,
    _ bias: WeightName.Block, _ index: Int
  ) -> Variable {
    note(layer(x.value), of: x, weight, bias, index)
  }

  /// Notes a layer's outputs, and how gradients go back through it.
  mutating func note(
    _ result: (value: Matrix, pullback: Linear.Pullback), of x: Variable,
    _ weight: WeightName.Block, _ bias: WeightName.Block, _ index: Int
  ) -> Variable {
    let configuration = configuration
    return tape.record(
      result.value,
      through: [
        Tape.Edge(to: x, result.pullback.x),
        edge(to: configuration.name(of: weight, layer: index), result.pullback.weight),
        edge(to: configuration.name(of: bias, layer: index), result.pullback.bias),
      ])
  }

  /// The names of a normalization's sites and weights.
  struct NormNames {
    let scaleSite: String?
    let quotientSite: String?
    let scale: String
    let shift: String
  }

  /// Which of a block's normalizations.
  enum BlockNorm { case attention, mlp, activation }

  /// The names that one of a block's normalizations goes by.
  func names(ofNorm norm: BlockNorm, layer: Int) -> NormNames {
    func names(
      _ scaleSite: HookName.Block, _ quotientSite: HookName.Block, _ scale: WeightName.Block,
      _ shift: WeightName.Block
    ) -> NormNames {
      NormNames(
        scaleSite: scaleSite.name(layer: layer), quotientSite: quotientSite.name(layer: layer),
        scale: configuration.name(of: scale, layer: layer),
        shift: configuration.name(of: shift, layer: layer))
    }
    return switch norm {
    case .attention:
      names(.attentionScale, .attentionNormalized, .attentionScale, .attentionShift)
    case .mlp: names(.mlpScale, .mlpNormalized, .mlpScale, .mlpShift)
    case .activation:
      names(.activationScale, .activationNormalized, .activationScale, .activationShift)
    }
  }

  /// Normalizes rows, showing the divisor and the quotient on the way.
  mutating func normalize(
    _ x: Variable, _ kind: TransformerConfiguration.Normalization,
    by weights: NormalizationWeights?, _ names: NormNames
  ) throws(TransformerError) -> Variable {
    guard kind != .none else { return x }
    if let weights, passesUnseen(names.scaleSite, names.quotientSite) {
      return Variable(
        normalizedAndScaled(
          x.value, isCentred: kind.isCentring, epsilon: configuration.epsilon, by: weights))
    }
    var quotient = try quotient(of: x, isCentred: kind.isCentring, names)
    if let site = names.quotientSite { try visit(site, &quotient) }
    guard let weights else { return quotient }
    let (value, pullback) = scaled(quotient.value, by: weights)
    return tape.record(
      value,
      through: [
        Tape.Edge(to: quotient, pullback.x), edge(to: names.scale, pullback.scale),
        edge(to: names.shift, pullback.shift),
      ])
  }

  /// In one step, or in three where the divisor is changed on the way or its gradient wanted.
  private mutating func quotient(
    of x: Variable, isCentred: Bool, _ names: NormNames
  ) throws(TransformerError) -> Variable {
    let epsilon = configuration.epsilon
    guard let site = names.scaleSite, alters(site) else {
      let (value, pullback) = normalized(x.value, isCentred: isCentred, epsilon: epsilon)
      if let site = names.scaleSite { record(value.scale, at: site) }
      return tape.record((value.quotient, pullback), of: x)
    }
    let centre = isCentred ? tape.record(centred(x.value), of: x) : x
    var scale = tape.record(rootMeanSquare(centre.value, epsilon: epsilon), of: centre)
    try visit(site, &scale)
    let (value, pullback) = divided(centre.value, by: scale.value)
    return tape.record(
      value,
      through: [Tape.Edge(to: centre, pullback.x), Tape.Edge(to: scale, pullback.divisor)])
  }
}
