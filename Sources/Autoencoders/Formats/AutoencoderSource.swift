import Checkpoints
import Foundation

/// Where the files of an autoencoder lie, and whose they are.
enum AutoencoderSource {
  case saeLens(folder: String)
  case sparsify(folder: String)
  case dictionaryLearning(folder: String)

  /// One file that must be opened to see whose it is.
  case file(String)

  /// Looks at what lies at a path.
  ///
  /// - Parameter path: A folder, or a file in one.
  /// - Throws: `AutoencoderError` with code `.file`, which says what was looked for.
  init(_ path: String) throws(AutoencoderError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw AutoencoderError(code: .file, message: "there is no such file or folder", path: path)
    }
    guard isFolder.boolValue else {
      self = Self.source(ofFile: path)
      return
    }
    let names = Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
    let pickles = names.filter(isPickle).sorted()
    if names.contains("sae.safetensors") {
      self = .sparsify(folder: path)
    } else if names.contains("sae_weights.safetensors") || names.contains("cfg.json") {
      self = .saeLens(folder: path)
    } else if names.contains("ae.pt") {
      self = .dictionaryLearning(folder: path)
    } else if names.contains("params.npz") {
      self = .file(path + "/params.npz")
    } else if pickles.count == 1 {
      self = .file(path + "/" + pickles[0])
    } else {
      throw Self.nothingFound(path, names: names)
    }
  }

  private static func source(ofFile path: String) -> AutoencoderSource {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    switch url.lastPathComponent {
    case "cfg.json", "sae_weights.safetensors": return .saeLens(folder: folder)
    case "sae.safetensors": return .sparsify(folder: folder)
    case "ae.pt": return .dictionaryLearning(folder: folder)
    default: return .file(path)
    }
  }

  private static func nothingFound(_ path: String, names: Set<String>) -> AutoencoderError {
    let inner = names.sorted().filter { name in
      ["cfg.json", "ae.pt", "params.npz"].contains {
        FileManager.default.fileExists(atPath: "\(path)/\(name)/\($0)")
      }
    }
    let found =
      names.isEmpty ? "nothing" : names.sorted().prefix(5).joined(separator: ", ")
    let hint =
      inner.isEmpty
      ? "" : "; it holds several autoencoders: choose one of \(inner.joined(separator: ", "))"
    return AutoencoderError(
      code: .file,
      message:
        "no autoencoder here: expected \(AutoencoderFormat.lookedFor), found \(found)\(hint)",
      path: path)
  }
}

private func isPickle(_ name: String) -> Bool {
  [".pt", ".pth", ".pkl", ".pkl.gz"].contains { name.hasSuffix($0) }
}
