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
    let kind = try ArchitectureName(configuration.architecture, path: path)
    var weights = try WeightFile(
      path: folder + "/sae_weights.safetensors", inputWidth: configuration.inputWidth,
      width: configuration.width,
      outputWidth: kind.isTranscoder
        ? configuration.outputWidth ?? configuration.inputWidth : configuration.inputWidth,
      bias: kind.base == "gated" ? "b_gate" : "b_enc")
    if configuration.rescalesByDecoderNorm == true { weights.foldDecoderNorm() }
    let architecture = try Architecture(
      named: kind.base, configuration: configuration, weights: weights, path: path)
    metadata = configuration.metadata ?? AutoencoderMetadata()
    autoencoder = SparseAutoencoder(
      encoderWeight: weights.encoderWeight, encoderBias: weights.encoderBias,
      decoderWeight: weights.decoderWeight, decoderBias: weights.decoderBias,
      architecture: architecture,
      subtractsDecoderBias: !kind.isTranscoder && configuration.subtractsDecoderBias ?? true,
      inputNormalization: try configuration.normalization(path: path),
      transcoding: kind.isTranscoder
        ? SparseAutoencoder.Transcoding(skipWeight: kind.skips ? try weights.skipWeight() : nil)
        : nil)
  }

  /// Writes both files into a folder, which is made where it is missing.
  ///
  /// Each file gets its name when it is whole.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: `AutoencoderError` with code `.file` when the system would not write.
  public func write(to folder: String) throws(AutoencoderError) {
    try makeFolder(folder)
    do {
      try Safetensors.write(autoencoder.tensors, to: folder + "/sae_weights.safetensors")
    } catch {
      throw AutoencoderError(error)
    }
    try writeJSON(
      SAELensConfiguration(of: autoencoder, metadata: metadata), to: folder + "/cfg.json")
  }
}

/// The parts of SAELens's name of an architecture.
private struct ArchitectureName {
  /// How pre-activations become features.
  let base: String
  let isTranscoder: Bool
  let skips: Bool

  init(_ name: String, path: String) throws(AutoencoderError) {
    isTranscoder = name.hasSuffix("transcoder")
    skips = name.hasSuffix("skip_transcoder")
    let suffix = skips ? "skip_transcoder" : isTranscoder ? "transcoder" : ""
    let rest = name.dropLast(suffix.count)
    base = rest.isEmpty ? "standard" : String(isTranscoder ? rest.dropLast() : rest)
    guard ["standard", "topk", "jumprelu", "gated"].contains(base) else {
      throw AutoencoderError(
        code: .unsupported,
        message: """
          architecture '\(name)' is not one of standard, topk, jumprelu, gated, or such followed \
          by _transcoder or _skip_transcoder
          """, path: path)
    }
  }
}

extension Architecture {
  fileprivate init(
    named name: String, configuration: SAELensConfiguration, weights: WeightFile, path: String
  ) throws(AutoencoderError) {
    switch name {
    case "jumprelu": self = .jumpReLU(threshold: try weights.featureRow("threshold"))
    case "gated":
      self = .gated(
        Magnitude(
          logScale: try weights.featureRow("r_mag"), bias: try weights.featureRow("b_mag")))
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
    default: self = .standard
    }
  }
}
