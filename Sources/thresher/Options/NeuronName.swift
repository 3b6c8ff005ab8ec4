import ArgumentParser
import Transformers

/// A neuron by its layer and its place in that layer's MLP: `8.1234`.
struct NeuronName: Hashable {
  let layer: Int
  let index: Int

  /// Reads `LAYER.NEURON`.
  init(_ text: some StringProtocol) throws {
    let words = text.split(separator: ".")
    guard words.count == 2, let layer = Int(words[0]), let index = Int(words[1]), layer >= 0,
      index >= 0
    else { throw ValidationError("'\(text)': expected a neuron as LAYER.NEURON, such as 8.1234") }
    self.layer = layer
    self.index = index
  }

  /// Names a neuron.
  init(layer: Int, index: Int) {
    self.layer = layer
    self.index = index
  }

  /// Reads names separated by commas; `@FILE` stands for the active neurons of a probe.
  static func list(_ text: String) throws -> [NeuronName] {
    try text.split(separator: ",").flatMap { word in
      try ProbeNeurons(word)?.names ?? [try NeuronName(word)]
    }
  }

  /// The interventions that set neurons to zero, one for each layer.
  static func ablations(
    _ neurons: [NeuronName], at positions: PositionSelection,
    in configuration: TransformerConfiguration
  ) throws -> [Intervention] {
    for neuron in neurons {
      guard neuron.layer < configuration.layerCount && neuron.index < configuration.dMLP else {
        throw ValidationError(
          """
          no neuron \(neuron.layer).\(neuron.index): the model has layers 0 to \
          \(configuration.layerCount - 1) of \(configuration.dMLP) neurons
          """)
      }
    }
    return Dictionary(grouping: neurons, by: \.layer).sorted { $0.key < $1.key }.map { entry in
      Intervention(
        site: HookName.Block.mlpPost.name(layer: entry.key), positions: positions,
        columns: entry.value.map(\.index), edit: .zero)
    }
  }
}
