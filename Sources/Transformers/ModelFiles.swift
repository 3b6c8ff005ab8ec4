import Checkpoints
import Foundation

/// Where a model's parts lie: a GGUF file, or a folder in Hugging Face's layout.
enum ModelFiles {
  /// One file that holds everything.
  case gguf(String)
  /// A folder with `config.json`, weights and a tokenizer.
  case folder(String)

  /// Looks at what lies at a path.
  ///
  /// - Throws: `TransformerError` with code `.missingFile` when it is neither.
  init(at path: String) throws(TransformerError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw TransformerError(
        code: .missingFile, message: "no such file or folder: expected a model", path: path)
    }
    guard isFolder.boolValue else {
      self = .gguf(path)
      return
    }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    if names.contains("config.json") {
      self = .folder(path)
    } else if let name = names.first(where: { $0.lowercased().hasSuffix(".gguf") }) {
      self = .gguf("\(path)/\(name)")
    } else {
      throw TransformerError(
        code: .missingFile,
        message: "expected config.json and weights, or a .gguf file, in this folder", path: path)
    }
  }
}
