import Analysis
import Tensors
import Transformers

/// Case 001's ablations of two heads, right and as the notebook makes them.
struct HeadAblations {
  private let stage: ReplayStage
  private let heads: [HeadName]
  private let targets: [AblationTarget]

  init(_ stage: ReplayStage, heads: [HeadName]) throws {
    guard heads.count == 2 else {
      throw ReplayError(
        code: .unfitModel, message: "expected two heads to compare, found \(heads.count)")
    }
    self.stage = stage
    self.heads = heads
    targets = try heads.map { try Self.target($0, in: stage.configuration) }
  }

  /// A head, to be taken out.
  static func target(
    _ head: HeadName, in configuration: TransformerConfiguration
  ) throws -> AblationTarget {
    AblationTarget("\(head)", parts: [try .head(head, in: configuration)])
  }

  /// Each head by itself: the four kinds, with a number for every token.
  func ablation(of documents: [[Int]]) throws -> Ablation {
    var run = try AblationRun(
      of: stage.model.transformer, targets: targets, kinds: AblationKind.standard,
      seed: stage.seed)
    for document in documents { try run.observe(document) }
    var tally = AblationTally(
      targets: targets, kinds: AblationKind.standard, placeCount: 5, keepsTokens: true)
    for (index, document) in documents.enumerated() {
      let (losses, effects) = try run.effects(of: document, number: index)
      tally.add(losses: losses, effects: effects, texts: stage.texts(of: document))
    }
    return tally.result(model: stage.model.name)
  }

  /// The mean changes of the loss where the second head is patched, and the first is still patched
  /// with its mean: what hooks do that are not removed.
  func patchedWithTheFirstLeftIn(_ documents: [[Int]]) throws -> [String: Double] {
    let means = try self.means(documents)
    let first = intervention(0, edit: .set(means[0]))
    let seconds: [(AblationKind, Intervention)] = [
      (AblationKind(.zero, .patched), intervention(1, edit: .zero)),
      (AblationKind(.mean, .patched), intervention(1, edit: .set(means[1]))),
    ]
    let plain = try losses(of: documents, with: [])
    return try seconds.reduce(into: [:]) { changes, second in
      changes[second.0.description] =
        mean(try losses(of: documents, with: [first, second.1])) - mean(plain)
    }
  }

  private func columns(_ index: Int) -> [Int] {
    let width = stage.configuration.dHead
    return Array(heads[index].index * width..<(heads[index].index + 1) * width)
  }

  private func site(_ index: Int) -> String { HookName.Block.z.name(layer: heads[index].layer) }

  private func intervention(_ index: Int, edit: Intervention.Edit) -> Intervention {
    Intervention(site: site(index), columns: columns(index), edit: edit)
  }

  /// The mean of each head over all tokens, shape `[1, dHead]`.
  private func means(_ documents: [[Int]]) throws -> [Matrix] {
    var sums = heads.map { _ in [Double](repeating: 0, count: stage.configuration.dHead) }
    for document in documents {
      let cache = try stage.model.transformer(
        Run([document], sites: Set(heads.indices.map(site)))
      ).cache
      for index in heads.indices {
        guard let z = cache[site(index)] else { continue }
        for row in 0..<z.rows {
          for (place, column) in columns(index).enumerated() {
            sums[index][place] += Double(z[row, column])
          }
        }
      }
    }
    let count = Double(documents.reduce(0) { $0 + $1.count })
    return sums.map { sums in
      Matrix(rows: 1, columns: sums.count, elements: sums.map { Float($0 / count) })
    }
  }

  private func losses(
    of documents: [[Int]], with interventions: [Intervention]
  ) throws -> [Double] {
    try documents.flatMap { document in
      var run = Run([document], interventions: interventions)
      run.wantsLosses = true
      return try stage.model.transformer(run).losses?.bySequence[0].map(Double.init) ?? []
    }
  }
}
