import Checkpoints
import Foundation
import Tensors

/// `ae.pt` of dictionary_learning: a plain state dictionary, whose class `config.json` beside it
/// names.
///
/// Source: `dictionary.py` and the trainers of <https://github.com/saprmarks/dictionary_learning>,
/// 0.1.0.
struct DictionaryLearningFile {
  private let file: PeerFile
  private let trainer: [String: JSONField]
  private let contextSize: Int?

  init(path: String) throws(AutoencoderError) {
    file = try PeerFile(path: path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let configuration = folder + "/config.json"
    var fields: [String: JSONField] = [:]
    if FileManager.default.fileExists(atPath: configuration) {
      fields = try readJSON(configuration)
    }
    if case .object(let members)? = fields["trainer"] { trainer = members } else { trainer = [:] }
    contextSize = fields["buffer"]?["ctx_len"]?.integer
  }

  func read() throws(AutoencoderError) -> SavedAutoencoder {
    SavedAutoencoder(
      try parts().autoencoder, metadata: metadata, format: .dictionaryLearning)
  }

  /// The class, or the one whose tensors these are.
  private func className() throws(AutoencoderError) -> String {
    if let name = trainer["dict_class"]?.text { return name }
    if file.has("group_sizes") { return "MatryoshkaBatchTopKSAE" }
    if file.has("W_enc") { return "JumpReluAutoEncoder" }
    if file.has("decoder_bias") { return "GatedAutoEncoder" }
    if file.has("bias") { return "AutoEncoder" }
    if file.has("decoder.bias") { return "AutoEncoderNew" }
    throw AutoencoderError(
      code: .file,
      message: """
        AutoEncoderTopK and BatchTopKSAE keep the same tensors: expected config.json beside this \
        file to say in trainer.dict_class which it is
        """, path: file.path)
  }

  private func parts() throws(AutoencoderError) -> AutoencoderParts {
    let name = try className()
    switch name {
    case "AutoEncoder": return try layered("bias", .standard)
    case "AutoEncoderNew": return try layered("decoder.bias", .standard, subtracts: false)
    case "GatedAutoEncoder": return try layered("decoder_bias", try gated(), bias: "gate_bias")
    case "AutoEncoderTopK":
      let k = try Int(exactly: file.number("k"))
      return try layered("b_dec", .topK(k, width: try width(), path: file.path))
    case "BatchTopKSAE": return try layered("b_dec", .jumpReLU(threshold: sharedThreshold()))
    case "JumpReluAutoEncoder":
      let threshold = try file.row("threshold", try width())
      return try flat(.jumpReLU(threshold: threshold), subtracts: false)
    case "MatryoshkaBatchTopKSAE": return try flat(.jumpReLU(threshold: sharedThreshold()))
    default:
      throw AutoencoderError(
        code: .unsupported,
        message: """
          dict_class '\(name)' is not one of AutoEncoder, AutoEncoderNew, GatedAutoEncoder, \
          JumpReluAutoEncoder, AutoEncoderTopK, BatchTopKSAE, MatryoshkaBatchTopKSAE
          """, path: file.path)
    }
  }

  /// Those whose weights lie in layers, an output's in a row.
  private func layered(
    _ decoderBias: String, _ architecture: Architecture, bias: String = "encoder.bias",
    subtracts: Bool = true
  ) throws(AutoencoderError) -> AutoencoderParts {
    let (dSAE, dIn) = try file.shape("encoder.weight")
    return AutoencoderParts(
      encoderWeight: try file.matrix("encoder.weight", dSAE, dIn).transposed,
      encoderBias: try file.row(bias, dSAE),
      decoderWeight: try file.matrix("decoder.weight", dIn, dSAE).transposed,
      decoderBias: try file.row(decoderBias, dIn), architecture: architecture,
      subtractsDecoderBias: subtracts)
  }

  /// Those whose weights lie as SAELens's do.
  private func flat(
    _ architecture: Architecture, subtracts: Bool = true
  ) throws(AutoencoderError) -> AutoencoderParts {
    try AutoencoderParts(plain: file, architecture, subtractsDecoderBias: subtracts)
  }

  private func width() throws(AutoencoderError) -> Int {
    try file.has("W_enc") ? file.shape("W_enc").columns : file.shape("encoder.weight").rows
  }

  private func gated() throws(AutoencoderError) -> Architecture {
    let width = try width()
    return .gated(
      Magnitude(logScale: try file.row("r_mag", width), bias: try file.row("mag_bias", width)))
  }

  /// The threshold of all features; below 0 where training had not set it yet, which lets every
  /// positive feature through.
  private func sharedThreshold() throws(AutoencoderError) -> Matrix {
    let (width, threshold) = (try width(), try file.number("threshold"))
    return Matrix(row: [Float](repeating: threshold, count: width))
  }

  /// nnsight runs models without TransformerLens's processing.
  private var metadata: AutoencoderMetadata {
    let model = trainer["lm_name"]?.text
    return AutoencoderMetadata(
      modelName: model.flatMap { $0.split(separator: "/").last }.map(String.init),
      hookName: hookName, contextSize: contextSize, processing: trainer.isEmpty ? nil : [],
      trainingArchitecture: trainer["dict_class"]?.text)
  }

  private var hookName: String? {
    guard let layer = trainer["layer"]?.integer else { return nil }
    let module = trainer["submodule_name"]?.text ?? ""
    let points = [
      ("resid_pre", "hook_resid_pre"), ("mlp", "hook_mlp_out"), ("att", "hook_attn_out"),
    ]
    let point = points.first { module.hasPrefix($0.0) }?.1 ?? "hook_resid_post"
    return "blocks.\(layer).\(point)"
  }
}
