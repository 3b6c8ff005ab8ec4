import Checkpoints
import Tensors

/// Reads a pickle of the code that became SAELens: `{"cfg": …, "state_dict": …}`, as `.pt` or
/// `.pkl.gz`.
///
/// The configuration is an object of a class of that code, of which only the attributes are read.
/// `scaling_factor` came to be written before it was used, and must be all ones.
func readLegacySAELens(_ file: PeerFile) throws(AutoencoderError) -> SavedAutoencoder {
  let weights = file.prefixed("state_dict.")
  let parts = try AutoencoderParts(plain: weights, .standard)
  if weights.has("scaling_factor") {
    let factors = try weights.row("scaling_factor", parts.encoderBias.columns).elements
    guard factors.allSatisfy({ abs($0 - 1) < 1e-5 }) else {
      throw AutoencoderError(
        code: .unsupported, message: "its scaling_factor is not 1 for every feature",
        path: file.path)
    }
  }
  func text(_ key: String) -> String? { file.properties["cfg." + key]?.textValue }
  func number(_ key: String) -> Int? { file.properties["cfg." + key]?.integerValue }
  let metadata = AutoencoderMetadata(
    modelName: text("model_name"), hookName: text("hook_point"),
    hookHeadIndex: number("hook_point_head_index"), contextSize: number("context_size"),
    prependBOS: file.properties["cfg.prepend_bos"]?.flagValue, datasetPath: text("dataset_path"))
  return SavedAutoencoder(parts.autoencoder, metadata: metadata, format: .legacySAELens)
}
