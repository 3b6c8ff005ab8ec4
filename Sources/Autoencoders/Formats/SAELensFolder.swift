import Foundation
import Tensors

/// SAELens's folder, of any of its versions, from its training or its saving for inference.
struct SAELensFolder {
  private let folder: String
  private let configuration: SAELensConfiguration
  private let kind: SAELensArchitecture
  private let file: PeerFile

  /// The factor of activations, where the caller knows what the folder doesn't say.
  private let givenScale: Float?

  init(_ folder: String, inputScale: Float? = nil) throws(AutoencoderError) {
    self.folder = folder
    givenScale = inputScale
    let path = folder + "/cfg.json"
    let fields: [String: JSONField] = try readJSON(path)
    configuration = try SAELensConfiguration(fields, path: path)
    kind = try SAELensArchitecture(configuration.architecture, path: path)
    file = try PeerFile(path: folder + "/sae_weights.safetensors")
  }

  /// Whether the factor that was given is folded in by `read`.
  var tookInputScale: Bool { configuration.inputNormalization == "expected_average_only_in" }

  /// Reads the autoencoder.
  ///
  /// What can be folded into the weights is: the decoder's norms where features are ranked by them,
  /// and the scale or whitening of activations that a training's folder keeps beside them.
  func read() throws(AutoencoderError) -> SavedAutoencoder {
    let (dIn, dSAE) = (configuration.inputWidth, configuration.width)
    let dOut = kind.isTranscoder ? configuration.outputWidth ?? dIn : dIn
    var parts = AutoencoderParts(
      encoderWeight: try file.matrix("W_enc", dIn, dSAE),
      encoderBias: try file.row(kind.base == "gated" ? "b_gate" : "b_enc", dSAE),
      decoderWeight: try file.matrix("W_dec", dSAE, dOut),
      decoderBias: try file.row("b_dec", dOut), architecture: try architecture(),
      subtractsDecoderBias: !kind.isTranscoder && configuration.subtractsDecoderBias)
    if kind.isTranscoder {
      parts.transcoding = .init(skipWeight: kind.skips ? try file.matrix("W_skip", dOut, dIn) : nil)
    }
    if configuration.rescalesByDecoderNorm { parts.foldDecoderNorm() }
    try foldFinetuning(into: &parts)
    try normalize(&parts)
    return SavedAutoencoder(parts.autoencoder, metadata: configuration.metadata)
  }

  private func architecture() throws(AutoencoderError) -> Architecture {
    let width = configuration.width
    switch kind.base {
    case "jumprelu": return .jumpReLU(threshold: try threshold())
    case "gated":
      return .gated(
        Magnitude(logScale: try file.row("r_mag", width), bias: try file.row("b_mag", width)))
    case "topk":
      return try .topK(configuration.k, width: width, path: folder + "/cfg.json")
    default: return .standard
    }
  }

  private func threshold() throws(AutoencoderError) -> Matrix {
    let width = configuration.width
    if kind.sharesThreshold {
      let shared = Matrix(row: [try file.number("topk_threshold")])
      return Matrix(repeating: shared, rows: width).reshaped(rows: 1, columns: width)
    }
    guard file.has("log_threshold") else { return try file.row("threshold", width) }
    var threshold = try file.row("log_threshold", width)
    threshold.forEachRow { _, row in
      for i in row.indices { row[i] = exp(row[i]) }
    }
    return threshold
  }

  /// Folds `scaling_factor`, which multiplies features before they are decoded.
  ///
  /// Some versions wrote it without using it; then it is all ones.
  private func foldFinetuning(into parts: inout AutoencoderParts) throws(AutoencoderError) {
    guard file.has("scaling_factor") else { return }
    let factors = try file.row("scaling_factor", configuration.width).elements
    guard factors.contains(where: { abs($0 - 1) > 1e-5 }) else { return }
    guard configuration.isFinetuned else {
      throw AutoencoderError(
        code: .badFile,
        message: "it has a scaling_factor that is not 1, but finetuning_scaling_factor is false",
        path: folder)
    }
    parts.scaleDecoderRows(by: factors)
  }

  private func normalize(_ parts: inout AutoencoderParts) throws(AutoencoderError) {
    let name = configuration.inputNormalization
    if let normalization = InputNormalization(rawValue: name) {
      parts.inputNormalization = normalization
    } else if name == "covariance_whitening", let whitening = try whitening() {
      parts.fold(whitening: whitening)
    } else if name == "expected_average_only_in", let scale = try inputScale() {
      parts.fold(inputScale: scale)
    } else {
      throw AutoencoderError(
        code: .unsupported,
        message: """
          normalize_activations is '\(name)', but neither activation_scaler.json nor \
          activation_whitening.safetensors says by what: fold a factor in with 'thresher \
          autoencoder convert --input-scale X', 1 if the weights hold it already
          """, path: folder + "/cfg.json")
    }
  }

  /// The factor of activations that is given, or that a training's folder keeps.
  private func inputScale() throws(AutoencoderError) -> Float? {
    if let givenScale { return givenScale }
    let path = folder + "/activation_scaler.json"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let fields: [String: JSONField] = try readJSON(path)
    guard let scale = fields["scaling_factor"]?.number, scale > 0, scale.isFinite else {
      throw AutoencoderError(
        code: .badFile, message: "expected a number above 0 for 'scaling_factor'", path: path)
    }
    return Float(scale)
  }

  private func whitening() throws(AutoencoderError) -> AutoencoderParts.Whitening? {
    let path = folder + "/activation_whitening.safetensors"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let (file, width) = (try PeerFile(path: path), configuration.inputWidth)
    return AutoencoderParts.Whitening(
      mean: try file.row("mean", width), matrix: try file.matrix("matrix", width, width),
      inverse: try file.matrix("inverse_matrix", width, width))
  }
}
