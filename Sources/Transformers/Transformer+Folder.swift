import Checkpoints
import Foundation

extension Transformer {
  /// Reads a model from a folder in Hugging Face's layout, or one of TransformerLens.
  ///
  /// - Parameters:
  ///   - path: The folder: `config.json` beside weights in one file, or in shards with an index.
  ///   - processing: What is done to the weights before they are used.
  /// - Throws: `TransformerError` when a file is missing, the family is unknown, or the weights do
  ///   not fit the configuration; `CheckpointError` when the weights' file is damaged.
  public init(folder path: String, processing: Processing = .none) throws {
    let facts = try ModelFacts(configurationFile: "\(path)/config.json")
    let family = try Self.family(named: Family.name(in: facts), among: Family.inFolders, facts)
    let weightFile = try Self.weightFile(in: path)
    do {
      var configuration = try family.configuration(facts)
      let reader = WeightReader(try openCheckpoint(at: weightFile))
      let weights = try family.weights(reader, &configuration)
      try self.init(configuration, consume weights, processing: processing)
    } catch let error as TransformerError {
      throw TransformerError(
        code: error.code, message: error.message, path: error.path ?? path,
        byteOffset: error.byteOffset)
    }
  }

  static func family(
    named name: String?, among families: [Family], _ facts: ModelFacts
  ) throws(TransformerError) -> Family {
    if let family = families.first(where: { $0.name == name }) { return family }
    let known = families.map(\.name).joined(separator: ", ")
    throw TransformerError(
      code: .unsupportedModel,
      message: "a model of type '\(name ?? "unknown")': expected one of \(known)", path: facts.path)
  }

  /// The file of weights in a folder: one of the usual names, else the only `.pt` or `.pth`.
  static func weightFile(in folder: String) throws(TransformerError) -> String {
    let usual = [
      "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "model.pt",
      "model.pth",
    ]
    let names = Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    let saved = names.filter { $0.hasSuffix(".pt") || $0.hasSuffix(".pth") }
    let only = saved.count == 1 ? saved.first : nil
    guard let name = usual.first(where: names.contains) ?? only else {
      throw TransformerError(
        code: .missingFile,
        message: "expected the weights here, as one of \(usual.joined(separator: ", "))",
        path: folder)
    }
    return "\(folder)/\(name)"
  }
}
