/// SAELens's `cfg.json`, as far as inference needs it.
///
/// Keys that only training needs are ignored. What a file lacks has SAELens's default.
struct SAELensConfiguration: Codable, Equatable {
  var architecture: String
  var inputWidth: Int
  var width: Int
  var outputWidth: Int?
  var k: Int?
  var rescalesByDecoderNorm: Bool?
  var subtractsDecoderBias: Bool?
  var inputNormalization: String?
  var reshape: String?
  var format: String?
  var device: String?
  var metadata: AutoencoderMetadata?

  private enum CodingKeys: String, CodingKey {
    case architecture, k, device, metadata
    case inputWidth = "d_in"
    case width = "d_sae"
    case outputWidth = "d_out"
    case rescalesByDecoderNorm = "rescale_acts_by_decoder_norm"
    case subtractsDecoderBias = "apply_b_dec_to_input"
    case inputNormalization = "normalize_activations"
    case reshape = "reshape_activations"
    case format = "dtype"
  }

  /// The configuration of an autoencoder.
  init(of autoencoder: SparseAutoencoder, metadata: AutoencoderMetadata) {
    architecture = autoencoder.architectureName
    inputWidth = autoencoder.inputWidth
    width = autoencoder.width
    if autoencoder.transcoding != nil { outputWidth = autoencoder.outputWidth }
    if case .topK(let k) = autoencoder.architecture {
      self.k = k
      rescalesByDecoderNorm = false
    }
    subtractsDecoderBias = autoencoder.subtractsDecoderBias
    inputNormalization = autoencoder.inputNormalization.rawValue
    reshape = "none"
    format = "float32"
    device = "cpu"
    self.metadata = metadata
  }

  /// What is done to each row first.
  ///
  /// Scaling by an average, or whitening, is folded into the weights by SAELens when it saves for
  /// inference; a folder that still asks for it lacks the factor.
  func normalization(path: String) throws(AutoencoderError) -> InputNormalization {
    guard let name = inputNormalization else { return .none }
    guard let normalization = InputNormalization(rawValue: name) else {
      throw AutoencoderError(
        code: .unsupported,
        message: """
          normalize_activations is '\(name)', whose factor the folder does not hold: fold it into \
          the weights with SAELens first
          """, path: path)
    }
    return normalization
  }
}
