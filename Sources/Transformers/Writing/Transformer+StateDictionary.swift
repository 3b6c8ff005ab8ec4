import Checkpoints
public import Tensors

extension Transformer {
  /// Makes a model of weights in memory, under TransformerLens's names and with its axes.
  ///
  /// - Parameters:
  ///   - configuration: What the model is made of.
  ///   - stateDictionary: The weights by name, as `stateDictionary` gives them.
  /// - Throws: `TransformerError` with code `.wrongShape` when a weight does not fit the
  ///   configuration; `CheckpointError` with code `.missingTensor` when one is missing.
  public init(
    configuration: TransformerConfiguration, stateDictionary: [String: Tensor]
  ) throws {
    let reader = WeightReader(TensorDictionary(stateDictionary, name: "state dictionary"))
    try self.init(
      configuration: configuration,
      weights: try TransformerLensReader(reader, configuration).weights())
  }

  /// Every weight, under TransformerLens's name and with its axes.
  public var stateDictionary: [String: Tensor] {
    Dictionary(uniqueKeysWithValues: namedWeights.map { ($0.name, $0.tensor) })
  }
}
