import Activations
import ArgumentParser
import Autoencoders
import Corpora
import Downloads
import Harvest
import Tensors
import Transformers

/// The options of `train sae`; whatever is not given may stand in a file.
struct SAEOptions: ParsableArguments {
  @Option(help: "A YAML file of values, by the names of these options and of --set.")
  var config: String?

  @Option(help: "The harvest's folder; or a model and a corpus to read meanwhile.")
  var harvest: String?

  @Option(help: "The site; by default the only one there is.")
  var site: String?

  @Option(help: "The site that a transcoder makes of it.")
  var outputSite: String?

  @Option(help: "The model that reads: a known name, a folder, or a .gguf file.")
  var model: String?

  @Option(help: "Where the model's documents lie: a folder, a file, or a glob. Repeatable.")
  var corpus: [String] = []

  @Option(help: "How pages are cleaned: wikipedia, raw, text, or steps separated by commas.")
  var recipe: String?

  @Option(help: "The longest sequence that the model reads, BOS included.")
  var context: Int?

  @Option(help: "How many tokens to read of each document, from its beginning.")
  var maxDocumentTokens: Int?

  @Option(help: "How many of the model's rows are shuffled together.")
  var bufferRows: Int?

  @Option(help: "Whether a text is read after BOS: model, always, never.")
  var bos: BOSPolicy?

  @Option(help: "Weight processing: none, standard (as TransformerLens), or a list of its steps.")
  var processing: String?

  @Option(
    help: """
      A recipe: anthropic-2024-04, openai-topk, saelens-default, gemma-scope, matryoshka.
      """)
  var preset: String?

  @Option(help: "The kind: topk, batchtopk, matryoshka, jumprelu, gated, standard.")
  var architecture: TrainedArchitecture?

  @Option(help: "How many features it has.")
  var width: Int?

  @Option(help: "Several widths, separated by commas: one autoencoder each.")
  var widths: String?

  @Option(help: "How many features are on at once; for batchtopk and matryoshka on average.")
  var k: Float?

  @Option(help: "The weight of the penalty of standard and gated autoencoders.")
  var l1: Float?

  @Option(help: "The weight of jumprelu's penalty.")
  var l0Coefficient: Float?

  @Option(help: "How many features should be on: moves the penalty's weight.")
  var targetL0: Float?

  @Option(help: "How many steps to take.")
  var steps: Int?

  @Option(help: "How many rows to learn from, instead of --steps; rows are seen again as needed.")
  var tokens: Int?

  @Option(help: "Rows in a step; 1024 by default.")
  var batch: Int?

  @Option(help: "The learning rate at its highest; by default one that suits the width.")
  var lr: Float?

  @Option(help: "Save what is needed to go on after this many steps; 500 by default.")
  var checkpointEvery: Int?

  @Option(help: "What follows a loss that is no number or jumps: stop, rollback (once).")
  var onNan: String?

  @Option(
    help: ArgumentHelp(
      "Any other value of the training's configuration, as bandwidth=0.01. Repeatable.",
      valueName: "name=value"))
  var set: [String] = []

  @Option(name: .shortAndLong, help: "The autoencoder's folder; of several, the folder above.")
  var output: String?

  func validate() throws {
    guard steps == nil || tokens == nil else {
      throw ValidationError("expected either --steps N or --tokens N")
    }
    guard harvest == nil || (model == nil && corpus.isEmpty) else {
      throw ValidationError("expected either --harvest, or --model and --corpus")
    }
    guard width == nil || widths == nil else {
      throw ValidationError("expected either --width N or --widths A,B,C")
    }
  }

  /// What is given, by name.
  func choices(seed: UInt64) throws -> SAEChoices {
    var values: [String: String] = ["seed": "\(seed)"]
    func put(_ name: String, _ value: (some CustomStringConvertible)?) {
      if let value { values[name] = value.description }
    }
    for entry in set {
      let parts = entry.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw ValidationError("--set \(entry): expected NAME=VALUE") }
      values[String(parts[0])] = String(parts[1])
    }
    for (name, text) in [
      ("harvest", harvest), ("site", site), ("output-site", outputSite), ("model", model),
      ("recipe", recipe), ("bos", bos?.rawValue), ("processing", processing), ("preset", preset),
      ("architecture", architecture?.rawValue), ("widths", widths), ("on-nan", onNan),
      ("output", output), ("corpus", corpus.isEmpty ? nil : corpus.joined(separator: ",")),
    ] { put(name, text) }
    for (name, number) in [
      ("context", context), ("max-document-tokens", maxDocumentTokens),
      ("buffer-rows", bufferRows), ("width", width), ("steps", steps), ("tokens", tokens),
      ("batch", batch), ("checkpoint-every", checkpointEvery),
    ] { put(name, number) }
    for (name, number) in [
      ("k", k), ("l1-coefficient", l1), ("l0-coefficient", l0Coefficient),
      ("target-l0", targetL0), ("learning-rate", lr),
    ] { put(name, number) }
    return SAEChoices(values)
  }

  /// Opens what the rows come from, and names the sites that it has.
  func rows(
    _ choices: SAEChoices, sites: [String], batchRows: Int, seed: UInt64
  ) throws -> (rows: any SAERows, siteNames: [String]) {
    if let path = choices["harvest"] {
      let folder = try HarvestFolder(path: path)
      return (
        try HarvestSAERows(harvest: folder, batchRows: batchRows, seed: seed), folder.siteNames
      )
    }
    guard let model = choices["model"], let corpus = choices["corpus"] else {
      throw ValidationError("expected --harvest FOLDER, or --model M and --corpus SOURCE")
    }
    guard !sites.contains("*") else { throw ValidationError("expected --site SITE") }
    let loaded = try LanguageModel(
      at: try LocalModels().find(model).path, name: model,
      processing: try Processing(choices["processing"] ?? "none"))
    let stored = try SitePattern.sitesWithRows(matching: sites, of: loaded.configuration).map {
      HarvestOptions.StoredSite($0, format: .float32)
    }
    var options = HarvestOptions(
      sites: stored,
      contextSize: min(
        try choices.number("context") ?? 512, loaded.configuration.contextSize),
      recipe: try Recipe(named: choices["recipe"] ?? "wikipedia"),
      bos: choices["bos"].flatMap { BOSPolicy(rawValue: $0) } ?? .model, seed: seed)
    options.maxDocumentTokens = try choices.number("max-document-tokens")
    let rows = try StreamSAERows(
      model: loaded,
      corpus: try Corpus(sources: corpus.split(separator: ",").map(String.init)),
      options: options, batchRows: batchRows,
      bufferRows: try choices.number("buffer-rows") ?? 32_768)
    return (rows, stored.map(\.site.name))
  }
}
