import Checkpoints
import Foundation

extension Transformer {
  /// Reads a model from a folder in Hugging Face's layout, or one of TransformerLens.
  ///
  /// - Parameter path: The folder: `config.json` beside `model.safetensors`.
  /// - Throws: `TransformerError` when a file is missing, the family is unknown, or the weights do
  ///   not fit the configuration; `CheckpointError` when the weights' file is damaged.
  public init(folder path: String) throws {
    let facts = try ModelFacts(configurationFile: "\(path)/config.json")
    let family = try Self.family(named: Family.name(in: facts), among: Family.inFolders, facts)
    let weightFile = try Self.weightFile(in: path)
    do {
      let configuration = try family.configuration(facts)
      let reader = WeightReader(try SafetensorsFile(path: weightFile))
      try self.init(
        configuration: configuration, weights: try family.weights(reader, configuration))
    } catch let error as TransformerError {
      throw TransformerError(code: error.code, message: error.message, path: error.path ?? path)
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

  static func weightFile(in folder: String) throws(TransformerError) -> String {
    let path = "\(folder)/model.safetensors"
    guard FileManager.default.fileExists(atPath: path) else {
      throw TransformerError(
        code: .missingFile, message: "expected the weights here, found no such file", path: path)
    }
    return path
  }
}
