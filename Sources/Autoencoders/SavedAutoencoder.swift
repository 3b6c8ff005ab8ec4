import Checkpoints
import Foundation
import Gradients
import Tensors

/// An autoencoder in SAELens's folder: `cfg.json` and `sae_weights.safetensors`.
public struct SavedAutoencoder: Sendable, Equatable {
  /// The autoencoder.
  public let autoencoder: SparseAutoencoder

  /// Where it belongs.
  public let metadata: AutoencoderMetadata

  /// Names what is to be saved.
  public init(_ autoencoder: SparseAutoencoder, metadata: AutoencoderMetadata) {
    self.autoencoder = autoencoder
    self.metadata = metadata
  }

  /// Reads a folder that Thresher or SAELens has written.
  ///
  /// Where a TopK autoencoder ranks features by their decoder's norm, the norms are folded into the
  /// weights, as SAELens does.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: `AutoencoderError` with code `.file` for missing files, `.badFile` for such as
  ///   contradict themselves, and `.unsupported` for architectures that Thresher does not know.
  public init(folder: String) throws(AutoencoderError) {
    let path = folder + "/cfg.json"
    let configuration: SAELensConfiguration = try readJSON(path)
    var weights = try WeightFile(
      path: folder + "/sae_weights.safetensors", inputWidth: configuration.inputWidth,
      width: configuration.width)
    if configuration.rescalesByDecoderNorm == true { weights.foldDecoderNorm() }
    let architecture = try Architecture(configuration, weights: weights, path: path)
    metadata = configuration.metadata ?? AutoencoderMetadata()
    autoencoder = SparseAutoencoder(
      encoderWeight: weights.encoderWeight, encoderBias: weights.encoderBias,
      decoderWeight: weights.decoderWeight, decoderBias: weights.decoderBias,
      architecture: architecture,
      subtractsDecoderBias: configuration.subtractsDecoderBias ?? true,
      inputNormalization: try configuration.normalization(path: path))
  }

  /// Writes both files into a folder, which is made where it is missing.
  ///
  /// Each file gets its name when it is whole.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: `AutoencoderError` with code `.file` when the system would not write.
  public func write(to folder: String) throws(AutoencoderError) {
    try makeFolder(folder)
    let (dIn, dSAE) = (autoencoder.inputWidth, autoencoder.width)
    var tensors = [
      ("W_enc", Tensor(autoencoder.encoderWeight, shape: [dIn, dSAE])),
      ("b_enc", Tensor(autoencoder.encoderBias, shape: [dSAE])),
      ("W_dec", Tensor(autoencoder.decoderWeight, shape: [dSAE, dIn])),
      ("b_dec", Tensor(autoencoder.decoderBias, shape: [dIn])),
    ]
    if case .jumpReLU(let threshold) = autoencoder.architecture {
      tensors.append(("threshold", Tensor(threshold, shape: [dSAE])))
    }
    do {
      try Safetensors.write(tensors, to: folder + "/sae_weights.safetensors")
    } catch {
      throw AutoencoderError(error)
    }
    try writeJSON(
      SAELensConfiguration(of: autoencoder, metadata: metadata), to: folder + "/cfg.json")
  }
}

extension Architecture {
  fileprivate init(
    _ configuration: SAELensConfiguration, weights: WeightFile, path: String
  ) throws(AutoencoderError) {
    switch configuration.architecture {
    case "standard": self = .standard
    case "jumprelu": self = .jumpReLU(threshold: try weights.threshold())
    case "topk":
      guard let k = configuration.k, (1...configuration.width).contains(k) else {
        throw AutoencoderError(
          code: .badFile,
          message: """
            k must be from 1 to d_sae \(configuration.width), \
            found \(configuration.k.map(String.init) ?? "none")
            """, path: path)
      }
      self = .topK(k: k)
    default:
      throw AutoencoderError(
        code: .unsupported,
        message: """
          architecture '\(configuration.architecture)' is not one of standard, topk, jumprelu
          """, path: path)
    }
  }
}
