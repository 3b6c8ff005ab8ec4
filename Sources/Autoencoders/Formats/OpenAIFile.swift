import Checkpoints
import Tensors

/// Reads a `.pt` file of <https://github.com/openai/sparse_autoencoder>.
///
/// Its TopK models read rows of mean 0 and deviation 1, its ReLU models rows as they are. Where the
/// decoder is tied, it is the encoder's transpose.
func readOpenAI(_ file: PeerFile) throws(AutoencoderError) -> SavedAutoencoder {
  let (dSAE, dIn) = try file.shape("encoder.weight")
  let encoder = try file.matrix("encoder.weight", dSAE, dIn)
  let decoder =
    file.has("decoder.weight") ? try file.matrix("decoder.weight", dIn, dSAE).transposed : encoder
  let activation = file.properties["activation"]?.textValue ?? "ReLU"
  var parts = AutoencoderParts(
    encoderWeight: encoder.transposed, encoderBias: try file.row("latent_bias", dSAE),
    decoderWeight: decoder, decoderBias: try file.row("pre_bias", dIn),
    architecture: try architecture(activation, width: dSAE, file))
  if activation == "TopK" { parts.inputNormalization = .layerNorm }
  return SavedAutoencoder(
    parts.autoencoder, metadata: AutoencoderMetadata(modelName: "gpt2"), format: .openAI)
}

private func architecture(
  _ activation: String, width: Int, _ file: PeerFile
) throws(AutoencoderError) -> Architecture {
  let after = file.properties["activation_state_dict.postact_fn"]?.textValue ?? "ReLU"
  guard ["ReLU", "TopK"].contains(activation) && after == "ReLU" else {
    throw AutoencoderError(
      code: .unsupported,
      message: """
        expected activation ReLU, or TopK with ReLU after it, found \(activation) with \(after)
        """, path: file.path)
  }
  guard activation == "TopK" else { return .standard }
  let k = file.properties["activation_state_dict.k"]?.integerValue
  return try .topK(k, width: width, path: file.path)
}
