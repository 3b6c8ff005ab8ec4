import ArgumentParser

/// What the rows of an attribution are.
enum AttributionKind: String, ExpressibleByArgument, CaseIterable {
  case component, head, neuron, feature, node, edge
  case sourcePosition = "source-position"
  case logitLens = "logit-lens"
  case neuronImportance = "neuron-importance"

  /// Whether it compares two prompts by gradients.
  var comparesPrompts: Bool { self == .node || self == .edge }
}
