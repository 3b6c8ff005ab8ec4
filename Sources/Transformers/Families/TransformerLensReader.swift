import Checkpoints
import Tensors

/// Reads a TransformerLens `state_dict`: `blocks.3.attn.W_Q` is `[head, dModel, dHead]`.
///
/// Its buffers (`mask`, `IGNORE`, rotary tables) are not read. Norms are read where the file has
/// any: one that was saved after folding has none.
struct TransformerLensReader {
  private let reader: WeightReader
  private let c: TransformerConfiguration
  private let hasNorms: Bool

  init(_ reader: WeightReader, _ configuration: TransformerConfiguration) {
    self.reader = reader
    c = configuration
    hasNorms = reader.contains("ln_final.w") || reader.contains("blocks.0.ln1.w")
  }

  func weights() throws -> TransformerWeights {
    let positions =
      c.positions == .learned
      ? try reader.matrix("pos_embed.W_pos", c.contextSize, c.dModel) : nil
    return TransformerWeights(
      embedding: try reader.matrix("embed.W_E", c.dVocab, c.dModel), positionEmbedding: positions,
      blocks: try (0..<c.layerCount).map { try block("blocks.\($0)") },
      finalNorm: try norm("ln_final"),
      unembedding: Linear(
        weight: try reader.matrix("unembed.W_U", c.dModel, c.dVocabOut), layout: .inputOutput,
        bias: try bias("unembed.b_U", [c.dVocabOut])))
  }

  private func block(_ name: String) throws -> BlockWeights {
    BlockWeights(
      attentionNorm: try norm("\(name).ln1"),
      query: try projection("\(name).attn", "Q", headCount: c.headCount),
      key: try projection("\(name).attn", "K", headCount: c.keyValueHeadCount),
      value: try projection("\(name).attn", "V", headCount: c.keyValueHeadCount),
      output: Linear(
        weight: try reader.tensor("\(name).attn.W_O", [c.headCount, c.dHead, c.dModel]).matrix,
        layout: .inputOutput, bias: try bias("\(name).attn.b_O", [c.dModel])),
      mlp: c.isAttentionOnly ? nil : try mlp(name))
  }

  /// Q, K or V; those of heads that several queries share have an underscore in front.
  private func projection(_ name: String, _ letter: String, headCount: Int) throws -> Linear {
    let mark = reader.contains("\(name)._W_\(letter)") ? "_" : ""
    let weight = try reader.tensor(
      "\(name).\(mark)W_\(letter)", [headCount, c.dModel, c.dHead])
    return Linear(
      weight: transposedBlocks(of: weight), layout: .outputInput,
      bias: try bias("\(name).\(mark)b_\(letter)", [headCount, c.dHead]))
  }

  private func mlp(_ name: String) throws -> MLPWeights {
    let input = try inner("\(name).mlp.W_in", "\(name).mlp.b_in")
    if c.isGated, input.bias?.elements.contains(where: { $0 != 0 }) ?? false {
      throw TransformerError(
        code: .unsupportedModel,
        message: "'\(name).mlp.b_in' of a gated MLP is not zero, and is added behind the gate",
        path: reader.path)
    }
    return MLPWeights(
      norm: try norm("\(name).ln2"),
      gate: c.isGated ? try inner("\(name).mlp.W_gate", "\(name).mlp.b_gate") : nil,
      input: input,
      activationNorm: reader.contains("\(name).mlp.ln.w")
        ? try reader.lensNorm("\(name).mlp.ln", over: c.dMLP) : nil,
      output: Linear(
        weight: try reader.matrix("\(name).mlp.W_out", c.dMLP, c.dModel), layout: .inputOutput,
        bias: try bias("\(name).mlp.b_out", [c.dModel])))
  }

  private func inner(_ weight: String, _ bias: String) throws -> Linear {
    Linear(
      weight: try reader.matrix(weight, c.dModel, c.dMLP), layout: .inputOutput,
      bias: try self.bias(bias, [c.dMLP]))
  }

  private func norm(_ name: String) throws -> NormalizationWeights? {
    guard hasNorms && c.normalization != .none else { return nil }
    return try reader.lensNorm(name, over: c.dModel)
  }

  private func bias(_ name: String, _ shape: [Int]) throws -> Matrix? {
    try reader.lensBias(name, shape)
  }
}

extension WeightReader {
  /// A scale `name.w` and, where the file has one, its shift `name.b`.
  func lensNorm(_ name: String, over width: Int) throws -> NormalizationWeights {
    NormalizationWeights(
      scale: try vector("\(name).w", width), shift: try lensBias("\(name).b", [width]))
  }

  /// A bias as one row; nil where the file has none.
  func lensBias(_ name: String, _ shape: [Int]) throws -> Matrix? {
    guard contains(name) else { return nil }
    return try tensor(name, shape).matrix.reshaped(rows: 1, columns: shape.reduce(1, *))
  }
}

/// The blocks `[rows, columns]` of a tensor of three axes, each transposed, one under another.
func transposedBlocks(of tensor: Tensor) -> Matrix {
  let rows = tensor.shape[1]
  return Matrix(
    stacking: (0..<tensor.shape[0]).map { block in
      tensor.matrix.rows(block * rows..<(block + 1) * rows).transposed
    })
}
