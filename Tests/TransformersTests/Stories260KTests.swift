import Foundation
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// A trained Llama of 260,032 parameters against another implementation's results.
@Suite(
  .enabled(
    if: sharedDataPath("models/stories260K/stories260K.bin") != nil, "needs ../shared/data"))
struct Stories260KTests {
  private struct Reference: Decodable {
    let greedy: [Int]
    let logits: [[Float]]
    let hiddenNorms: [Double]
    let meanLoss: Double

    enum CodingKeys: String, CodingKey {
      case greedy = "greedy_from_bos_ids"
      case logits = "logits_first8_positions_first16"
      case hiddenNorms = "hidden_l2_pos63"
      case meanLoss = "mean_ce_nats_on_own_greedy_64"
    }
  }

  @Test func greedyTextLogitsAndHiddenStatesEqualTheReference() throws {
    let model = try stories260K(
      path: try #require(sharedDataPath("models/stories260K/stories260K.bin")))
    let path = try #require(sharedDataPath("reference/stories260K.json"))
    let reference = try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: URL(fileURLWithPath: path)))

    let options = GenerationOptions(maxTokens: reference.greedy.count - 1)
    #expect(try model.generate([reference.greedy[0]], options: options) == reference.greedy)

    let sites =
      (0..<model.configuration.layerCount).map { HookName.Block.residPre.name(layer: $0) }
      + [HookName.unembedIn]
    let tokens = Array(reference.greedy.prefix(64))
    let result = try model(Run([tokens], sites: Set(sites), logits: .all))
    for (position, row) in reference.logits.enumerated() {
      for (id, logit) in row.enumerated() {
        #expect(abs(result.logits[position, id] - logit) < 1e-3)
      }
    }
    for (site, norm) in zip(sites, reference.hiddenNorms) {
      let rows = try #require(result.cache[site])
      let found = squaredNorm(rows[row: 63]).squareRoot()
      #expect(abs(found - norm) < 1e-3 * norm, "\(site)")
    }
  }
}

/// Reads llama2.c's "version 0": seven int32, then float32 weights, all layers of a kind together.
private func stories260K(path: String) throws -> Transformer {
  let file = try MappedFile(path: path)
  let sizes = (0..<7).map { index in
    Int(file.span.unsafeLoadUnaligned(fromByteOffset: 4 * index, as: Int32.self))
  }
  let (dModel, dMLP, layerCount, headCount) = (sizes[0], sizes[1], sizes[2], sizes[3])
  let (keyHeadCount, dVocab, contextSize) = (sizes[4], sizes[5], sizes[6])
  let dHead = dModel / headCount
  var offset = 28
  func next(_ rows: Int, _ columns: Int) -> Matrix {
    defer { offset += 4 * rows * columns }
    return Matrix(mapping: file, byteOffset: offset, rows: rows, columns: columns)
  }
  func layers(_ rows: Int, _ columns: Int) -> [Matrix] {
    (0..<layerCount).map { _ in next(rows, columns) }
  }
  let embedding = next(dVocab, dModel)
  let attentionNorms = layers(1, dModel)
  let queries = layers(dModel, dModel)
  let keys = layers(keyHeadCount * dHead, dModel)
  let values = layers(keyHeadCount * dHead, dModel)
  let outputs = layers(dModel, dModel)
  let mlpNorms = layers(1, dModel)
  let gates = layers(dMLP, dModel)
  let downs = layers(dModel, dMLP)
  let ups = layers(dMLP, dModel)
  let finalNorm = next(1, dModel)
  func linear(_ weight: Matrix) -> Linear { Linear(weight: weight, layout: .outputInput) }

  return try Transformer(
    configuration: llamaConfiguration(
      family: "llama", layerCount: layerCount, headCount: headCount,
      keyValueHeadCount: keyHeadCount,
      dModel: dModel, dHead: dHead, dMLP: dMLP, dVocab: dVocab, contextSize: contextSize,
      epsilon: 1e-5, rotaryBase: 10_000, prependsBOS: true),
    weights: TransformerWeights(
      embedding: embedding, positionEmbedding: nil,
      blocks: (0..<layerCount).map { layer in
        BlockWeights(
          attentionNorm: NormalizationWeights(scale: attentionNorms[layer], shift: nil),
          query: halvesApart(linear(queries[layer]), dHead: dHead),
          key: halvesApart(linear(keys[layer]), dHead: dHead),
          value: linear(values[layer]), output: linear(outputs[layer]),
          mlp: MLPWeights(
            norm: NormalizationWeights(scale: mlpNorms[layer], shift: nil),
            gate: linear(gates[layer]), input: linear(ups[layer]), activationNorm: nil,
            output: linear(downs[layer])))
      },
      finalNorm: NormalizationWeights(scale: finalNorm, shift: nil),
      unembedding: linear(embedding)))
}
