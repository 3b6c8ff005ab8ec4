import Checkpoints
import Foundation
import Tensors
import TestSupport

/// A folder with a tiny random GPT-2 whose tokens are bytes and `</`, and pages to read with it.
struct TinyWorkshop {
  let folder: TemporaryFolder

  /// The folder's path, in which commands run.
  var path: String { folder.path }

  init(pageCount: Int = 24) throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("Checkpoints/tiny"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: folder.file("pages"), withIntermediateDirectories: true)
    try writeModel()
    for index in 0..<pageCount { try writePage(index) }
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
  }

  private func writePage(_ index: Int) throws {
    let items = (0...index % 5).map { "<li>Point <b>\($0)</b> of \(index)</li>" }.joined()
    try write(
      """
      <html><head><title>Page \(index)</title></head>
      <body class="page"><h1>Page \(index)</h1><ul>\(items)</ul><p>The end.</p></body></html>
      """, to: "pages/\(index).html")
  }

  private func writeModel() throws {
    try write(
      """
      {"model_type": "gpt2", "n_embd": 16, "n_head": 2, "n_layer": 2, "n_inner": 32,
       "n_positions": 64, "vocab_size": 258, "activation_function": "gelu_new",
       "layer_norm_epsilon": 1e-5}
      """, to: "Checkpoints/tiny/config.json")
    try write(
      try vocabulary(), to: "Checkpoints/tiny/vocab.json")
    try write("#version: 0.2\n< /\n", to: "Checkpoints/tiny/merges.txt")
    try Safetensors.write(weights(), to: folder.file("Checkpoints/tiny/model.safetensors"))
  }

  /// GPT-2's letters for the 256 bytes, in the order of the bytes, and the end of text.
  private func vocabulary() throws -> String {
    let printable = Array(33...126) + Array(161...172) + Array(174...255)
    var next = 256
    var ids: [String: Int] = ["<|endoftext|>": 256, "</": 257]
    for byte in 0..<256 {
      var scalar = byte
      if !printable.contains(byte) {
        scalar = next
        next += 1
      }
      ids[Unicode.Scalar(scalar).map { String(Character($0)) } ?? ""] = byte
    }
    let data = try JSONSerialization.data(withJSONObject: ids)
    return String(decoding: data, as: UTF8.self)
  }

  private func weights() -> [(String, Tensor)] {
    var seed: UInt64 = 0
    func normal(_ shape: [Int], scale: Float = 0.3) -> Tensor {
      seed += 1
      let count = shape.reduce(1, *)
      return Tensor(normalMatrix(rows: 1, columns: count, seed: seed, scale: scale), shape: shape)
    }
    func ones(_ count: Int) -> Tensor {
      Tensor(shape: [count], elements: Array(repeating: 1, count: count))
    }
    func zeros(_ count: Int) -> Tensor { Tensor(Matrix(rows: 1, columns: count), shape: [count]) }
    func norm(_ name: String) -> [(String, Tensor)] {
      [("\(name).weight", ones(16)), ("\(name).bias", zeros(16))]
    }
    func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> [(String, Tensor)] {
      [("\(name).weight", normal([inputs, outputs])), ("\(name).bias", zeros(outputs))]
    }
    var tensors = [
      ("wte.weight", normal([258, 16])), ("wpe.weight", normal([64, 16], scale: 0.05)),
    ]
    for layer in 0..<2 {
      let name = "h.\(layer)"
      tensors += norm("\(name).ln_1") + norm("\(name).ln_2")
      tensors += linear("\(name).attn.c_attn", 16, 48) + linear("\(name).attn.c_proj", 16, 16)
      tensors += linear("\(name).mlp.c_fc", 16, 32) + linear("\(name).mlp.c_proj", 32, 16)
    }
    return tensors + norm("ln_f")
  }
}
