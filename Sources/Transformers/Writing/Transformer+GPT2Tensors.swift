import Tensors

extension Transformer {
  /// The tensors of a GPT-2 as Hugging Face names and lays them.
  func gpt2Items(_ weights: [String: Tensor], isTied: Bool) -> [(String, Tensor)] {
    var items: [(String, Tensor)] = []
    func add(_ name: String, _ source: String, _ shape: [Int]) {
      guard let tensor = weights[source] else { return }
      items.append((name, Tensor(tensor.matrix, shape: shape)))
    }
    let (width, inner) = (configuration.dModel, configuration.dMLP)
    add("wte.weight", WeightName.embedding, [configuration.dVocab, width])
    add("wpe.weight", WeightName.positionEmbedding, [configuration.contextSize, width])
    for layer in 0..<configuration.layerCount {
      let (from, to) = ("blocks.\(layer)", "h.\(layer)")
      for (norm, name) in [("ln1", "ln_1"), ("ln2", "ln_2")] {
        add("\(to).\(name).weight", "\(from).\(norm).w", [width])
        add("\(to).\(name).bias", "\(from).\(norm).b", [width])
      }
      items += joinedAttention(weights, from: from, to: to)
      add("\(to).attn.c_proj.weight", "\(from).attn.W_O", [width, width])
      add("\(to).attn.c_proj.bias", "\(from).attn.b_O", [width])
      add("\(to).mlp.c_fc.weight", "\(from).mlp.W_in", [width, inner])
      add("\(to).mlp.c_fc.bias", "\(from).mlp.b_in", [inner])
      add("\(to).mlp.c_proj.weight", "\(from).mlp.W_out", [inner, width])
      add("\(to).mlp.c_proj.bias", "\(from).mlp.b_out", [width])
    }
    add("ln_f.weight", WeightName.finalScale, [width])
    add("ln_f.bias", WeightName.finalShift, [width])
    if !isTied, let unembedding = weights[WeightName.unembedding] {
      items.append(
        (
          "lm_head.weight",
          Tensor(unembedding.matrix.transposed, shape: [configuration.dVocab, width])
        ))
    }
    return items
  }

  /// Q, K and V side by side: `c_attn.weight` `[dModel, 3 · dModel]`, and its bias.
  private func joinedAttention(
    _ weights: [String: Tensor], from: String, to: String
  ) -> [(String, Tensor)] {
    let width = configuration.dModel
    var weight = Matrix(rows: width, columns: 3 * width)
    var bias = Matrix(rows: 1, columns: 3 * width)
    for (index, letter) in ["Q", "K", "V"].enumerated() {
      guard let part = weights["\(from).attn.W_\(letter)"],
        let shift = weights["\(from).attn.b_\(letter)"]
      else { continue }
      for head in 0..<configuration.headCount {
        let start = index * width + head * configuration.dHead
        for row in 0..<width {
          for i in 0..<configuration.dHead {
            weight[row, start + i] = part.matrix[head * width + row, i]
          }
        }
      }
      let flat = shift.matrix.elements
      for i in 0..<width { bias[0, index * width + i] = flat[i] }
    }
    return [
      ("\(to).attn.c_attn.weight", Tensor(weight, shape: [width, 3 * width])),
      ("\(to).attn.c_attn.bias", Tensor(bias, shape: [3 * width])),
    ]
  }
}
