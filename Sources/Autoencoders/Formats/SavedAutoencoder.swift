import Checkpoints
import Foundation
import Tensors

/// An autoencoder in files, and what they say of where it belongs.
public struct SavedAutoencoder: Sendable, Equatable {
  /// The autoencoder.
  public private(set) var autoencoder: SparseAutoencoder

  /// Where it belongs.
  public var metadata: AutoencoderMetadata

  /// Whose files they are.
  public let format: AutoencoderFormat

  /// Names what is to be saved, or was read from the files of a tool.
  public init(
    _ autoencoder: SparseAutoencoder, metadata: AutoencoderMetadata,
    format: AutoencoderFormat = .saeLens
  ) {
    self.autoencoder = autoencoder
    self.metadata = metadata
    self.format = format
  }

  /// Reads the files of any tool that Thresher knows; what is in them says whose they are.
  ///
  /// - Parameters:
  ///   - path: A folder or file.
  ///   - inputScale: What activations are to be multiplied by before the autoencoder sees them,
  ///     which is folded into its weights; nil where its files say it, or there is nothing to.
  /// - Throws: `AutoencoderError` with code `.file` for missing files, `.badFile` for such as
  ///   contradict themselves, and `.unsupported` for what Thresher does not know.
  public init(at path: String, inputScale: Float? = nil) throws(AutoencoderError) {
    switch try AutoencoderSource(path) {
    case .saeLens(let folder):
      let reader = try SAELensFolder(folder, inputScale: inputScale)
      self = try reader.read()
      if reader.tookInputScale { return }
    case .sparsify(let folder): self = try readSparsify(folder)
    case .dictionaryLearning(let folder):
      self = try DictionaryLearningFile(path: folder + "/ae.pt").read()
    case .file(let path): self = try readFile(path)
    }
    if let inputScale { try fold(inputScale: inputScale, path: path) }
  }

  /// Writes `cfg.json` and `sae_weights.safetensors` into a folder, which is made where it is
  /// missing.
  ///
  /// Each file gets its name when it is whole.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - inputScale: A factor of activations that is taken out of the weights and put beside them,
  ///     into `activation_scaler.json`, as SAELens's training does; nil for weights that work on
  ///     activations as they are.
  /// - Throws: `AutoencoderError` with code `.file` when the system would not write, and
  ///   `.unsupported` where a factor cannot be taken out.
  public func write(
    to folder: String, leavingOut inputScale: Float? = nil
  ) throws(AutoencoderError) {
    try makeFolder(folder)
    var stored = self
    if let inputScale { try stored.fold(inputScale: 1 / inputScale, path: folder) }
    do {
      try Safetensors.write(stored.autoencoder.tensors, to: folder + "/sae_weights.safetensors")
    } catch {
      throw AutoencoderError(error)
    }
    var configuration = SAELensConfiguration(of: stored.autoencoder, metadata: metadata)
    if let inputScale {
      configuration.inputNormalization = "expected_average_only_in"
      let fields: [String: JSONField] = [
        "scaling_factor": .real(Double(inputScale)), "has_whitening": .flag(false),
      ]
      try writeJSON(fields, to: folder + "/activation_scaler.json")
    }
    try writeJSON(configuration.fields, to: folder + "/cfg.json")
  }

  private mutating func fold(inputScale: Float, path: String) throws(AutoencoderError) {
    guard autoencoder.inputNormalization == .none && autoencoder.transcoding == nil else {
      throw AutoencoderError(
        code: .unsupported,
        message: """
          an input scale can be folded into an autoencoder that takes activations as they are; \
          this one \(autoencoder.transcoding == nil ? "normalizes each row" : "is a transcoder")
          """, path: path)
    }
    var parts = AutoencoderParts(autoencoder)
    parts.fold(inputScale: inputScale)
    autoencoder = parts.autoencoder
  }
}

/// Reads a file by itself, whose tensors' names say whose it is.
private func readFile(_ path: String) throws(AutoencoderError) -> SavedAutoencoder {
  let file = try PeerFile(path: path)
  if file.has("pre_bias") && file.has("latent_bias") { return try readOpenAI(file) }
  if file.has("state_dict.W_enc") { return try readLegacySAELens(file) }
  if file.has("encoder.weight") || file.has("k") || file.has("group_sizes") {
    return try DictionaryLearningFile(path: path).read()
  }
  if path.hasSuffix(".npz") { return try readGemmaScope(file) }
  if file.has("W_enc") { return try readStateDictionary(file) }
  throw AutoencoderError(
    code: .unsupported,
    message: """
      no autoencoder in this file: expected tensors such as W_enc, encoder.weight, \
      state_dict.W_enc or pre_bias, found \(file.tensorNames.prefix(5).joined(separator: ", "))
      """, path: path)
}
