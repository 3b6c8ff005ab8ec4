import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Corpora
import Downloads
import Foundation
import Tensors
import Harvest
import Tokenizers
import Transformers

/// Where the rows that an autoencoder is evaluated on come from.
struct EvaluationData: ParsableArguments {
  @Option(help: "The folder of a harvest with the autoencoder's site.")
  var harvest: String?

  @Option(help: "The site; by default the autoencoder's, or the only one there is.")
  var site: String?

  @Option(help: "The model to measure predictions with: a known name, a folder or a .gguf file.")
  var model: String?

  @Option(help: "Whether the model reads after BOS: model, always, never.")
  var bos: BOSPolicy = .model

  @Option(help: "Weight processing: none, standard (as TransformerLens), or a list of its steps.")
  var processing = "none"

  @Option(help: "Documents for --model to read instead of a harvest's. Repeatable.")
  var corpus: [String] = []

  @Option(help: "How pages of --corpus are cleaned: wikipedia, raw, text, or a list of steps.")
  var recipe = "wikipedia"

  @Option(help: "The longest sequence of --corpus; by default the autoencoder's.")
  var context: Int?

  @Option(help: "How many tokens of --corpus to read.")
  var maxTokens = 50_000

  func validate() throws {
    guard (harvest == nil) != corpus.isEmpty else {
      throw ValidationError("expected either --harvest DIR or --model M --corpus SOURCE")
    }
    guard corpus.isEmpty || model != nil else {
      throw ValidationError("--corpus: expected --model M, which reads it")
    }
    guard maxTokens >= 1 else { throw ValidationError("--max-tokens: expected at least 1") }
  }

  /// The model, where one is named.
  func loadModel() throws -> LanguageModel? {
    guard let model else { return nil }
    return try LanguageModel(
      at: try LocalModels().find(model).path, name: model, processing: try Processing(processing))
  }

  /// Opens the harvest, or makes one of the corpus that is gone afterwards.
  func withHarvest(
    for saved: SavedAutoencoder, model: LanguageModel?, common: CommonOptions,
    _ body: (HarvestFolder) throws -> Void
  ) throws {
    if let harvest { return try body(try HarvestFolder(path: harvest)) }
    guard let model else { return }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("thresher-evaluation-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try fill(folder, for: saved, model: model, common: common)
    try body(try HarvestFolder(path: folder))
  }

  private func fill(
    _ folder: String, for saved: SavedAutoencoder, model: LanguageModel, common: CommonOptions
  ) throws {
    guard let site = site ?? saved.metadata.hookName else {
      throw CommandError("the autoencoder does not name its site: give it with --site")
    }
    let sites = [site, saved.metadata.hookNameOut].compactMap(\.self)
    let limit = model.configuration.contextSize
    let stored = try SitePattern.sitesWithRows(matching: sites, of: model.configuration).map {
      HarvestOptions.StoredSite($0, format: .float32)
    }
    var options = HarvestOptions(
      sites: stored, contextSize: min(context ?? saved.metadata.contextSize ?? 512, limit),
      recipe: try Recipe(named: recipe), bos: bos, seed: common.seed)
    options.maxTokens = maxTokens
    let progress = Progress("harvest", of: maxTokens, unit: "tokens", isQuiet: common.quiet)
    let harvester = try Harvester(
      model: model, corpus: try Corpus(sources: corpus), options: options, folder: folder)
    _ = try harvester.harvest { progress.update($0) }
  }

  /// The site that is evaluated: as asked, or the autoencoder's, or the only one.
  func site(of harvest: HarvestFolder, for saved: SavedAutoencoder) throws -> String {
    if let site { return try harvest.site(matching: [site]) }
    if let name = saved.metadata.hookName, harvest.siteNames.contains(name) { return name }
    return try harvest.site(matching: [])
  }

  /// Why a model does not compute what a harvest holds.
  func misfits(of harvest: HarvestFolder, with model: LanguageModel, at site: String) -> [String] {
    var misfits: [String] = []
    if let made = harvest.manifest.tokenizer?.sha256, made != model.tokenizerDigest() {
      misfits.append(
        "the harvest was made with another tokenizer than \(model.name)'s: choose its model")
    }
    let made = harvest.manifest.processing ?? []
    if !Processing.steps(altering: site, between: made, and: model.processing.names).isEmpty {
      let steps = made.isEmpty ? "none" : made.joined(separator: ",")
      misfits.append("the harvest was made with processing \(steps): use --processing \(steps)")
    }
    return misfits
  }

  /// The kind of every row of a harvest.
  func kinds(of harvest: HarvestFolder, model: LanguageModel?) throws -> [TokenClass?] {
    let labeller = Labeller(harvest: harvest, tokenizer: try tokenizer(of: harvest, model: model))
    func column(_ name: String) throws -> [Float]? {
      guard let label = try? Label(named: name) else { return nil }
      return try labeller.column(label)
    }
    let isHTML = try column("html")
    let (closing, inText) = (try column("html.close"), try column("html.inText"))
    let bracket = try column("bracket.close")
    return (0..<harvest.rowCount).map { row in
      if closing?[row] == 1 { return .closingTag }
      if bracket?[row] == 1 { return .bracket }
      return isHTML?[row] == 1 && inText?[row] != 1 ? .inTag : .inText
    }
  }

  private func tokenizer(of harvest: HarvestFolder, model: LanguageModel?) throws -> Tokenizer {
    if let model { return model.tokenizer }
    guard let name = harvest.manifest.model?.name else {
      throw ValidationError("--by-class: the harvest doesn't name its model; give it with --model")
    }
    return try LanguageModel.tokenizer(at: try LocalModels().find(name).path)
  }
}
