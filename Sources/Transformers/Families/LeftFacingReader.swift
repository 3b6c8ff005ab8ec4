import Checkpoints
import Tensors

/// Reads the `state_dict` of an early model of Neel Nanda's, whose weights multiply from the left.
///
/// Norms are called `norm1`, `norm2` and `norm`. `W_Q` is `[head, dHead, dModel]`, `W_in` is
/// `[dMLP, dModel]`, and so on; models of more than six layers have all but `W_pos` the usual way.
/// A final norm without a shift divides by the root mean square, whatever the configuration says.
///
/// Source: `convert_neel_solu_old_weights` of TransformerLens; case 004.
struct LeftFacingReader {
  private let reader: WeightReader
  private let c: TransformerConfiguration
  private let isLeftFacing: Bool

  init(_ reader: WeightReader, _ configuration: TransformerConfiguration) {
    self.reader = reader
    c = configuration
    // A square embedding does not tell; then the number of layers does, as in TransformerLens.
    isLeftFacing =
      c.dVocab == c.dModel
      ? c.layerCount <= 6 : reader.shape(of: "embed.W_E") == [c.dModel, c.dVocab]
  }

  /// Whether the final norm takes no mean off.
  var hasFinalRMS: Bool { !reader.contains("norm.b") }

  func weights() throws -> TransformerWeights {
    TransformerWeights(
      embedding: isLeftFacing
        ? try reader.matrix("embed.W_E", c.dModel, c.dVocab).transposed
        : try reader.matrix("embed.W_E", c.dVocab, c.dModel),
      positionEmbedding: try positionEmbedding(),
      blocks: try (0..<c.layerCount).map { try block("blocks.\($0)") },
      finalNorm: try reader.lensNorm("norm", over: c.dModel),
      unembedding: try linear(
        "unembed.W_U", "unembed.b_U", from: c.dModel, to: c.dVocabOut))
  }

  private func positionEmbedding() throws -> Matrix? {
    guard c.positions == .learned else { return nil }
    let isTurned =
      c.contextSize == c.dModel
      ? c.layerCount <= 8 : reader.shape(of: "pos_embed.W_pos") == [c.dModel, c.contextSize]
    return isTurned
      ? try reader.matrix("pos_embed.W_pos", c.dModel, c.contextSize).transposed
      : try reader.matrix("pos_embed.W_pos", c.contextSize, c.dModel)
  }

  private func block(_ name: String) throws -> BlockWeights {
    BlockWeights(
      attentionNorm: try reader.lensNorm("\(name).norm1", over: c.dModel),
      query: try projection("\(name).attn", "Q"), key: try projection("\(name).attn", "K"),
      value: try projection("\(name).attn", "V"), output: try output("\(name).attn"),
      mlp: c.isAttentionOnly ? nil : try mlp(name))
  }

  private func mlp(_ name: String) throws -> MLPWeights {
    MLPWeights(
      norm: try reader.lensNorm("\(name).norm2", over: c.dModel),
      input: try linear("\(name).mlp.W_in", "\(name).mlp.b_in", from: c.dModel, to: c.dMLP),
      activationNorm: reader.contains("\(name).mlp.ln.w")
        ? try reader.lensNorm("\(name).mlp.ln", over: c.dMLP) : nil,
      output: try linear("\(name).mlp.W_out", "\(name).mlp.b_out", from: c.dMLP, to: c.dModel))
  }

  private func projection(_ name: String, _ letter: String) throws -> Linear {
    let shape =
      isLeftFacing ? [c.headCount, c.dHead, c.dModel] : [c.headCount, c.dModel, c.dHead]
    let weight = try reader.tensor("\(name).W_\(letter)", shape)
    return Linear(
      weight: isLeftFacing ? weight.matrix : transposedBlocks(of: weight), layout: .outputInput,
      bias: try reader.lensBias("\(name).b_\(letter)", [c.headCount, c.dHead]))
  }

  private func output(_ name: String) throws -> Linear {
    let shape =
      isLeftFacing ? [c.headCount, c.dModel, c.dHead] : [c.headCount, c.dHead, c.dModel]
    let weight = try reader.tensor("\(name).W_O", shape)
    return Linear(
      weight: isLeftFacing ? transposedBlocks(of: weight) : weight.matrix, layout: .inputOutput,
      bias: try reader.lensBias("\(name).b_O", [c.dModel]))
  }

  private func linear(
    _ weight: String, _ bias: String, from inputs: Int, to outputs: Int
  ) throws -> Linear {
    let (rows, columns) = isLeftFacing ? (outputs, inputs) : (inputs, outputs)
    return Linear(
      weight: try reader.matrix(weight, rows, columns),
      layout: isLeftFacing ? .outputInput : .inputOutput,
      bias: try reader.lensBias(bias, [outputs]))
  }
}
