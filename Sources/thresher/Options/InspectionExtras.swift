import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Tensors
import Tokenizers
import Transformers

/// What is told of neurons and features beside their contexts.
struct InspectionExtras: ParsableArguments {
  @Flag(help: "Tell which tokens it makes likelier; loads the model of the harvest.")
  var logits = false

  @Flag(help: "Tell what it goes together with; reads more rows.")
  var correlated = false

  @Flag(
    help: """
      Take it out of the model, and tell what that does to the loss of the texts shown; loads the \
      model of the harvest.
      """)
  var ablate = false

  /// Adds what was asked for to pages of columns of one site, which are an autoencoder's features where
  /// one is given.
  func add(
    to pages: inout [FeaturePage], rows: some ActivityRows, saved: SavedAutoencoder?,
    input: LabelledHarvest, seed: UInt64
  ) throws {
    if correlated {
      let found = try featureNeighbours(of: pages.map(\.index), in: rows)
      for place in pages.indices { pages[place].neighbours = found[place] }
    }
    guard logits || ablate else { return }
    let harvest = try input.open()
    let model = try input.languageModel(of: harvest)
    if logits { try addLogits(to: &pages, saved: saved, model: model) }
    if ablate {
      for place in pages.indices {
        pages[place].ablation = try ablation(
          of: pages[place], saved: saved, harvest: harvest, model: model, seed: seed)
      }
    }
  }

  private func addLogits(
    to pages: inout [FeaturePage], saved: SavedAutoencoder?, model: LanguageModel
  ) throws {
    guard let site = pages.first?.site else { return }
    let projection = try LogitProjection(from: site, of: model.transformer)
    for place in pages.indices {
      let index = pages[place].index
      let direction =
        saved?.autoencoder.decoderWeight.rows(index..<index + 1)
        ?? oneHot(index, width: projection.width)
      let effects = try projection.effects(of: direction)
      pages[place].logitEffects = LogitEffects(
        effects: (0..<effects.columns).map { effects[0, $0] }, count: 10
      ) { model.tokenizer.text(of: $0) }
    }
  }

  private func oneHot(_ index: Int, width: Int) -> Matrix {
    var row = Matrix(rows: 1, columns: width)
    row[0, index] = 1
    return row
  }

  /// What taking it out does to the texts in which it stands out.
  private func ablation(
    of page: FeaturePage, saved: SavedAutoencoder?, harvest: HarvestFolder, model: LanguageModel,
    seed: UInt64
  ) throws -> [Ablation.Effect] {
    let sequences = Set(page.contexts.map(\.sequence)).sorted()
    let documents = try sequences.map { try harvest.tokens(ofSequence: $0) }
      .filter { $0.count >= 2 }
    guard !documents.isEmpty else { return [] }
    let target = AblationTarget(
      page.unit.name(site: page.site, index: page.index, sae: page.sae),
      parts: [try part(of: page, saved: saved, in: model.configuration)])
    let kinds = ["zero-patched"].compactMap { AblationKind($0) }
    var run = try AblationRun(
      of: model.transformer, targets: [target], kinds: kinds, seed: seed)
    var tally = AblationTally(targets: [target], kinds: kinds, placeCount: 5, keepsTokens: false)
    for (number, document) in documents.enumerated() {
      let (losses, effects) = try run.effects(of: document, number: number)
      tally.add(
        losses: losses, effects: effects, texts: document.map { model.tokenizer.text(of: $0) })
    }
    return tally.result(model: model.name, warnings: []).units.flatMap(\.kinds)
  }

  private func part(
    of page: FeaturePage, saved: SavedAutoencoder?, in configuration: TransformerConfiguration
  ) throws -> AblationPart {
    if let saved {
      return .feature(
        try SiteAutoencoder(saved, at: page.site, in: configuration), page.index)
    }
    return .columns(try SitePattern(page.site).sites(of: configuration)[0], [page.index])
  }
}
