import Checkpoints

extension Transformer {
  /// Reads a model from a GGUF file, its quantized weights as float32.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - processing: What is done to the weights before they are used.
  /// - Throws: `CheckpointError` when the file is damaged; `TransformerError` when its architecture
  ///   is not one that Thresher runs, or its weights do not fit its sizes.
  public init(gguf path: String, processing: Processing = .none) throws {
    try self.init(GGUFFile(path: path), processing: processing)
  }

  init(_ file: GGUFFile, processing: Processing = .none) throws {
    let facts = try ModelFacts(file)
    let architecture = file.metadata["general.architecture"]?.textValue
    let family = try Self.family(named: architecture, among: Family.inGGUF, facts)
    var configuration = try family.configuration(facts)
    let weights = try family.weights(WeightReader(file), &configuration)
    try self.init(configuration, consume weights, processing: processing)
  }
}
