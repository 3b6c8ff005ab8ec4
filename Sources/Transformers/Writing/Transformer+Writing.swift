import Checkpoints
import Foundation
public import Tensors

extension Transformer {
  /// Writes a model's `config.json` and `model.safetensors` into a folder.
  ///
  /// A GPT-2 lies there as Hugging Face keeps it, any other model as a TransformerLens folder; either
  /// reads back to the same model, but for what `format` rounds. Each file gets its name when it is
  /// whole.
  ///
  /// - Parameters:
  ///   - folder: The folder, which is made where it is missing.
  ///   - format: How the weights are stored.
  ///   - markToken: The token that opens and closes sequences, where there is one.
  /// - Throws: `TransformerError` with code `.unsupportedModel` for rotary frequencies that no
  ///   configuration can say, `.missingFile` when the folder may not be written; `CheckpointError`.
  public func write(
    to folder: String, storedAs format: FloatFormat = .float32, markToken: Int? = nil
  ) throws {
    if case .byPair = configuration.rotaryScaling {
      throw TransformerError(
        code: .unsupportedModel,
        message: "a rotary factor for every pair, as GGUF has them, fits in no config.json",
        path: folder)
    }
    let weights = stateDictionary
    let isTied = isTied
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let isGPT2 = configuration.isGPT2 && self.weights.unembedding.bias == nil
    let members =
      isGPT2
      ? configuration.huggingFaceMembers(isTied: isTied, markToken: markToken)
      : configuration.transformerLensMembers
    let items =
      isGPT2
      ? gpt2Items(weights, isTied: isTied)
      : weights.keys.sorted().compactMap { name in weights[name].map { (name, $0) } }
    try Safetensors.write(
      items.map { SafetensorsItem($0, $1, storedAs: format) }, metadata: ["format": "pt"],
      to: "\(folder)/model.safetensors")
    try JSONSerialization.data(
      withJSONObject: members, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    ).write(to: URL(filePath: "\(folder)/config.json"), options: .atomic)
  }

  /// Whether the unembedding is the embedding.
  public var isTied: Bool {
    let unembedding = weights.unembedding
    guard configuration.dVocab == configuration.dVocabOut else { return false }
    let rows =
      unembedding.layout == .outputInput ? unembedding.weight : unembedding.weight.transposed
    return rows.elements == weights.embedding.elements
  }
}
