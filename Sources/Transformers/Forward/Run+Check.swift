extension Run {
  /// Throws what is wrong with this request for a model, before anything is computed.
  func check(
    against configuration: TransformerConfiguration, offset: Int
  ) throws(TransformerError) {
    precondition(offset == 0 || sequences.count == 1, "Run: a cache continues one sequence")
    for sequence in sequences { try check(sequence, against: configuration, offset: offset) }
    let known = Set(configuration.sites.map(\.name))
    for site in sites.union(interventions.map(\.site)).sorted() where !known.contains(site) {
      throw TransformerError(
        code: .unknownSite,
        message: """
          no site '\(site)': this \(configuration.family) model has \(configuration.layerCount) \
          layers, numbered from 0, and sites such as blocks.0.hook_resid_pre
          """)
    }
  }

  private func check(
    _ sequence: [Int], against configuration: TransformerConfiguration, offset: Int
  ) throws(TransformerError) {
    guard !sequence.isEmpty else {
      throw TransformerError(
        code: .emptyPrompt,
        message: "a sequence without tokens: give a prompt, or prepend BOS with --bos always")
    }
    guard offset + sequence.count <= configuration.contextSize else {
      throw TransformerError(
        code: .contextTooLong,
        message: """
          a sequence of \(offset + sequence.count) tokens: the model's context holds \
          \(configuration.contextSize)
          """)
    }
    if let place = sequence.firstIndex(where: { $0 < 0 || $0 >= configuration.dVocab }) {
      throw TransformerError(
        code: .tokenOutOfRange,
        message: """
          token \(sequence[place]) at position \(place): the vocabulary has ids \
          0 to \(configuration.dVocab - 1)
          """)
    }
  }
}
