import Foundation
import Tensors

/// Reads a hook point's folder of EleutherAI's sparsify: `cfg.json` and `sae.safetensors`.
///
/// Source: `sparse_coder.py` of <https://github.com/EleutherAI/sparsify>, 1.3.3.
func readSparsify(_ folder: String) throws(AutoencoderError) -> SavedAutoencoder {
  let path = folder + "/cfg.json"
  let fields: [String: JSONField] = try readJSON(path)
  let activation = fields["activation"]?.text ?? "topk"
  guard activation == "topk", fields["signed"]?.flag != true else {
    throw AutoencoderError(
      code: .unsupported, message: "expected activation topk without signs, found \(activation)",
      path: path)
  }
  let file = try PeerFile(path: folder + "/sae.safetensors")
  let (dSAE, dIn) = try file.shape("encoder.weight")
  var parts = AutoencoderParts(
    encoderWeight: try file.matrix("encoder.weight", dSAE, dIn).transposed,
    encoderBias: try file.row("encoder.bias", dSAE),
    decoderWeight: try file.matrix("W_dec", dSAE, dIn), decoderBias: try file.row("b_dec", dIn),
    architecture: try .topK(fields["k"]?.integer, width: dSAE, path: path))
  let skip = file.has("W_skip") ? try file.matrix("W_skip", dIn, dIn) : nil
  let transcodes = fields["transcode"]?.flag == true
  if transcodes || skip != nil {
    // One site or two: with a weight that leads past the code it is a transcoder here.
    if !transcodes { parts.subtractFromInput(parts.decoderBias) }
    parts.subtractsDecoderBias = false
    parts.transcoding = .init(skipWeight: skip)
  }
  return SavedAutoencoder(
    parts.autoencoder, metadata: try metadata(folder, transcodes: transcodes), format: .sparsify)
}

/// What the run's `config.json` above the folder says, and the folder's name.
private func metadata(
  _ folder: String, transcodes: Bool
) throws(AutoencoderError) -> AutoencoderMetadata {
  let url = URL(fileURLWithPath: folder)
  let path = url.deletingLastPathComponent().path + "/config.json"
  var run: [String: JSONField] = [:]
  if FileManager.default.fileExists(atPath: path) { run = try readJSON(path) }
  var metadata = AutoencoderMetadata(
    modelName: run["model"]?.text.flatMap { $0.split(separator: "/").last }.map(String.init),
    contextSize: run["ctx_len"]?.integer, datasetPath: run["dataset"]?.text, processing: [])
  let site = hookName(ofModule: url.lastPathComponent)
  if transcodes { metadata.hookNameOut = site } else { metadata.hookName = site }
  return metadata
}

/// TransformerLens's name of what a module of a Hugging Face model gives.
private func hookName(ofModule name: String) -> String? {
  if ["embed_tokens", "wte", "embed_in"].contains(name) { return "hook_embed" }
  guard let match = name.wholeMatch(of: /(?:layers|h)[._](\d+)(?:\.([a-z_]+))?/),
    let layer = Int(match.1)
  else { return nil }
  switch match.2 {
  case nil: return "blocks.\(layer).hook_resid_post"
  case "mlp": return "blocks.\(layer).hook_mlp_out"
  case "attn", "self_attn", "attention": return "blocks.\(layer).hook_attn_out"
  default: return nil
  }
}
