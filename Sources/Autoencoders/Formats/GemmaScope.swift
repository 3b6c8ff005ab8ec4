import Tensors

/// Reads Gemma Scope's `params.npz`: JumpReLU, whose decoder's bias is not taken off the input.
///
/// Older files spell the weights in lower case. The file does not say which model and site it is for;
/// its folder's name may.
///
/// Source: Lieberum et al. 2024, <https://arxiv.org/abs/2408.05147>.
func readGemmaScope(_ file: PeerFile) throws(AutoencoderError) -> SavedAutoencoder {
  let spells = file.has("W_enc") ? ("W_enc", "W_dec") : ("w_enc", "w_dec")
  let (dIn, dSAE) = try file.shape(spells.0)
  let parts = AutoencoderParts(
    encoderWeight: try file.matrix(spells.0, dIn, dSAE), encoderBias: try file.row("b_enc", dSAE),
    decoderWeight: try file.matrix(spells.1, dSAE, dIn), decoderBias: try file.row("b_dec", dIn),
    architecture: .jumpReLU(threshold: try file.row("threshold", dSAE)),
    subtractsDecoderBias: false)
  return SavedAutoencoder(
    parts.autoencoder, metadata: AutoencoderMetadata(prependBOS: true, processing: []),
    format: .gemmaScope)
}
