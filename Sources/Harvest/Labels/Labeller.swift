public import Activations
public import Tokenizers

/// Reads the labels of a harvest's rows off its tokens' text.
public struct Labeller {
  private let harvest: HarvestFolder
  private let tokenizer: Tokenizer
  private let prefixCount: Int

  /// Makes a reader of a harvest that was made with a tokenizer.
  public init(harvest: HarvestFolder, tokenizer: Tokenizer) {
    self.harvest = harvest
    self.tokenizer = tokenizer
    prefixCount = harvest.manifest.prependBOS == true ? 1 : 0
  }

  /// The label of every row: as the harvest holds it, or else read off the text.
  ///
  /// - Parameter label: What is asked of each token.
  /// - Returns: One number a row, in the rows' order; NaN where the text doesn't say, as of the
  ///   next token behind the last one of a document.
  /// - Throws: What reading the harvest throws.
  public func column(_ label: Label) throws -> [Float] {
    try harvest.labels(named: label.name) ?? read(label)
  }

  /// The names of those of the harvest's labels that are not what its tokens' text says.
  public func wrongLabels() throws -> [String] {
    try (harvest.manifest.labels ?? []).filter { name in
      let (held, read) = (try harvest.labels(named: name) ?? [], try read(Label(named: name)))
      return !zip(held, read).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
  }

  private func read(_ label: Label) throws -> [Float] {
    var bySequence: [[Float]] = []
    let ids = try documentIDs()
    while bySequence.count < ids.count {
      let start = bySequence.count
      let end = ids[start...].firstIndex { $0 != ids[start] } ?? ids.count
      let document = DocumentTokens(
        tokens: try harvest.tokens(ofSequences: start..<end), prefixCount: prefixCount,
        paddingToken: harvest.manifest.paddingToken, tokenizer: tokenizer)
      bySequence += document.labels([label])[0]
    }
    return try rowValues(bySequence)
  }

  /// The document of every sequence; one that lies in several shards has one name in all of them.
  private func documentIDs() throws -> [String] {
    var names: [Int: String] = [:]
    return try (0..<harvest.sequenceCount).map { sequence in
      let document = try harvest.source(ofSequence: sequence).document
      if let name = names[document] { return name }
      let name = try harvest.document(document).id
      names[document] = name
      return name
    }
  }

  private func rowValues(_ bySequence: [[Float]]) throws -> [Float] {
    let block = 1 << 16
    return try stride(from: 0, to: harvest.rowCount, by: block).flatMap { start in
      try harvest.positions(start..<min(start + block, harvest.rowCount)).map { place in
        bySequence[place.sequence][place.position]
      }
    }
  }
}
