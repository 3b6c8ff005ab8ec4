/// A model whose files are on this machine.
public struct LocalModel: Sendable, Equatable {
  /// Where it was found.
  public enum Place: Sendable {
    /// At the path that was given for a name.
    case path

    /// In Thresher's own folder of checkpoints.
    case checkpoints

    /// Among what was installed with the program.
    case installed

    /// In the cache of the hub's programs.
    case hubCache
  }

  /// The name or path that was asked for.
  public let name: String

  /// The folder in Hugging Face or TransformerLens layout, or the file of weights.
  public let path: String

  /// Where it was found.
  public let place: Place

  /// What a folder's weights are to be opened by: the folder itself, or the GGUF file in it.
  ///
  /// - Parameter folder: The folder, or a file.
  /// - Returns: A path; nil when the folder holds no weights, or there is nothing.
  static func weights(in folder: String) -> String? {
    guard isFolder(folder) else { return isFile(folder) ? folder : nil }
    let files = names(inFolder: folder).filter { isFile("\(folder)/\($0)") }
    let layout: Set = [
      "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
      "pytorch_model.bin.index.json", "model.pt", "model_final.pth",
    ]
    if files.contains(where: layout.contains) { return folder }
    return files.first { $0.hasSuffix(".gguf") }.map { "\(folder)/\($0)" }
  }
}
