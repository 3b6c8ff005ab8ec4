import Foundation
import Tensors

extension AutoencoderParts {
  /// Reads `W_enc`, `b_enc`, `W_dec` and `b_dec` as SAELens shapes them.
  init(
    plain file: PeerFile, _ architecture: Architecture, subtractsDecoderBias: Bool = true
  ) throws(AutoencoderError) {
    let (dIn, dSAE) = try file.shape("W_enc")
    self.init(
      encoderWeight: try file.matrix("W_enc", dIn, dSAE),
      encoderBias: try file.row("b_enc", dSAE),
      decoderWeight: try file.matrix("W_dec", dSAE, dIn),
      decoderBias: try file.row("b_dec", dIn), architecture: architecture,
      subtractsDecoderBias: subtractsDecoderBias)
  }
}

/// Reads a bare state dictionary; `<name>_cfg.json` beside `<name>.pt` says where it belongs.
///
/// With thresholds it is dictionary_learning's JumpReLU, without the autoencoder of Bricken et al.
func readStateDictionary(_ file: PeerFile) throws(AutoencoderError) -> SavedAutoencoder {
  guard !file.has("threshold") else { return try DictionaryLearningFile(path: file.path).read() }
  let parts = try AutoencoderParts(plain: file, .standard)
  let url = URL(fileURLWithPath: file.path).deletingPathExtension()
  let path = url.path + "_cfg.json"
  var metadata = AutoencoderMetadata()
  if FileManager.default.fileExists(atPath: path) {
    let fields: [String: JSONField] = try readJSON(path)
    metadata.modelName = fields["model_name"]?.text
    metadata.hookName = fields["act_name"]?.text
    metadata.contextSize = fields["seq_len"]?.integer
  }
  return SavedAutoencoder(parts.autoencoder, metadata: metadata, format: .stateDictionary)
}
