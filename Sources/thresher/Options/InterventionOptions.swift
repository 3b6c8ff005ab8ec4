import Analysis
import ArgumentParser
import Transformers

/// What is done to a model while it runs.
struct InterventionOptions: ParsableArguments {
  @Option(
    help: "Neurons to set to zero: LAYER.NEURON, or @PROBE for a probe's, separated by commas.")
  var ablate: String?

  @Option(help: "Heads to set to zero: LAYER.HEAD, separated by commas.")
  var ablateHeads: String?

  @Option(
    help: """
      Set a probe's neurons to their mean where its label holds, @PROBE:mean, or fails, \
      @PROBE:mean-negative. Repeatable.
      """)
  var patch: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Add a feature's direction times a number, or a probe's direction: the difference of its \
      neurons' means between the label's classes, times a number (by default 1). Repeatable.
      """, valueName: "SAE:I=STRENGTH|@PROBE[=STRENGTH]"))
  var steer: [String] = []

  @Option(
    help: ArgumentHelp(
      "Set a feature of an autoencoder; 0 takes it out. Repeatable.", valueName: "SAE:I=VALUE"))
  var setFeature: [String] = []

  @OptionGroup var fit: SAEFit

  @Option(
    help: """
      Where: all positions, last, indices, or match:TEXT for tokens whose text has TEXT.
      """)
  var at: InterventionPlace = .positions(.all)

  /// Whether nothing is done.
  var isEmpty: Bool {
    ablate == nil && ablateHeads == nil && patch.isEmpty && steer.isEmpty && setFeature.isEmpty
  }

  /// What is done to a model that reads its texts under a policy.
  func interventions(in model: LanguageModel, bos: BOSPolicy) throws -> [Intervention] {
    let (configuration, positions) = (model.configuration, at.selection)
    var all = try NeuronName.ablations(
      try NeuronName.list(ablate ?? ""), at: positions, in: configuration)
    all += try headAblations(in: configuration)
    all += try patch.map { try ProbeNeurons.patch($0, at: positions, in: configuration) }
    all += try steer.filter { $0.hasPrefix("@") }.map {
      try SteeringVector($0, in: configuration).intervention(at: positions)
    }
    all += try featureEdits(in: model, bos: bos)
    return try at.restricting(all, in: model)
  }

  private func headAblations(in configuration: TransformerConfiguration) throws -> [Intervention] {
    try UnitNames.heads(ablateHeads ?? "").map { head in
      try head.check(in: configuration)
      let width = configuration.dHead
      return Intervention(
        site: HookName.Block.z.name(layer: head.layer), positions: at.selection,
        columns: Array(head.index * width..<(head.index + 1) * width), edit: .zero)
    }
  }
}
