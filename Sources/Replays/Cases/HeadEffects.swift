import Analysis
import Tensors
import Tokenizers
import Transformers

/// What a head does directly at the end of a text: the logits that it changes, and where it looks.
struct HeadEffects {
  /// The tokens that it makes likelier, and less likely.
  let logits: LogitEffects

  /// How much of its attention each token gets.
  let attention: [Double]

  /// The tokens that get most of it.
  let mostAttended: [String]

  /// How many tokens are shown.
  private static let count = 10

  init(_ stage: ReplayStage, head: HeadName, at tokens: [Int]) throws {
    let model = stage.model.transformer
    let pattern = HookName.Block.pattern.name(layer: head.layer)
    let result = try model(
      Run([tokens], sites: ResidualAnalysis.sites(of: model.configuration).union([pattern])))
    let analysis = try ResidualAnalysis(result.cache, of: model, at: .last)
    let normalized = try analysis.normalized(try analysis.headResults())
    let index = normalized.labels.firstIndex(of: "L\(head.layer)H\(head.index)") ?? 0
    logits = LogitEffects(
      effects: Self.unembedded(normalized.components[index], by: model), count: Self.count,
      token: { stage.model.tokenizer.text(of: $0) })
    let square = result.cache.square(pattern, sequence: 0)
    let attention = tokens.indices.map { key in
      square.map { Double($0.matrix[(head.index + 1) * tokens.count - 1, key]) } ?? .nan
    }
    let texts = stage.texts(of: tokens)
    mostAttended = attention.indices.sorted { attention[$0] > attention[$1] }
      .prefix(3).map { texts[$0] }
    self.attention = attention
  }

  /// What a row adds to every logit, but for the bias.
  private static func unembedded(_ row: Matrix, by model: Transformer) -> [Float] {
    var row = row
    if let scale = model.weights.finalNorm?.scale { row.multiply(by: scale) }
    let unembedding = model.weights.unembedding
    return Matrix.product(
      row, unembedding.weight,
      transposing: unembedding.layout == .inputOutput ? .none : .right
    ).elements
  }
}
