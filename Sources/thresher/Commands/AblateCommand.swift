import Analysis
import ArgumentParser
import Autoencoders
import Corpora
import Foundation
import Tokenizers
import Transformers

/// `thresher ablate`: what taking parts out of a model does to what it foresees.
struct AblateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate",
    abstract: "Take heads, neurons, features or components out, and see what the loss becomes.",
    discussion: """
      Patched, everything behind is computed anew; direct, the logits alone lose
      what the part adds to them. Means are taken over all documents read.

      EXAMPLE
        thresher ablate --model gpt2 --processing standard --heads 10.7 \\
          --prompt "All's fair in love and war" --kinds mean-direct --per-token
        thresher ablate --model smollm2-135m --corpus pages/ --max-documents 50 \\
          --context 200 --heads 20.3,21.5 --neurons 15.204
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: "A text to read; repeatable.")
  var prompt: [String] = []

  @Option(help: "Where documents lie: a folder, a file, or a glob. Repeatable.")
  var corpus: [String] = []

  @Option(help: "How pages are cleaned: wikipedia, raw, text, or steps separated by commas.")
  var recipe = "wikipedia"

  @Option(help: "How many tokens of each document to read, BOS included.")
  var context = 200

  @Option(help: "How many documents to read.")
  var maxDocuments = 50

  @Option(help: "Heads to take out: LAYER.HEAD, separated by commas.")
  var heads: String?

  @Option(help: "Neurons to take out: LAYER.NEURON, separated by commas.")
  var neurons: String?

  @Option(help: "Features to take out: numbers, separated by commas; with --sae.")
  var features: String?

  @Option(help: "The autoencoder's folder.")
  var sae: String?

  @OptionGroup var fit: SAEFit

  @Option(help: "Components to take out: sites such as mlp_out3 or attn_out. Repeatable.")
  var components: [String] = []

  @Flag(help: "Take all of them out together.")
  var jointly = false

  @Option(
    help: ArgumentHelp(
      """
      What stands in the place, and by which way it is felt: zero, mean or resample, each patched \
      or direct.
      """,
      valueName: "zero-patched,…"))
  var kinds = AblationKind.standard.map(\.description).joined(separator: ",")

  @Option(help: "How many of the places to show where the loss changes most.")
  var top = 5

  @Flag(help: "Give the change of every token's loss.")
  var perToken = false

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard prompt.isEmpty != corpus.isEmpty else {
      throw ValidationError("expected either --prompt TEXT or --corpus SOURCE")
    }
    guard heads != nil || neurons != nil || features != nil || !components.isEmpty else {
      throw ValidationError("expected --heads, --neurons, --features or --components")
    }
    guard (features == nil) == (sae == nil) else {
      throw ValidationError("--features and --sae FOLDER go together")
    }
    guard context >= 2 else { throw ValidationError("--context \(context): expected at least 2") }
    guard maxDocuments >= 1 else { throw ValidationError("--max-documents: expected at least 1") }
    guard top >= 0 else { throw ValidationError("--top: expected 0 or more") }
    _ = try chosenKinds()
  }

  private func chosenKinds() throws -> [AblationKind] {
    try kinds.split(separator: ",").map { word in
      guard let kind = AblationKind(String(word)) else {
        let known = AblationKind.allCases.map(\.description).joined(separator: ", ")
        throw ValidationError("--kinds '\(word)': expected some of \(known)")
      }
      return kind
    }
  }

  func run() throws {
    common.apply()
    let model = try model.load()
    let (targets, kinds) = (try targets(in: model), try chosenKinds())
    var run = try AblationRun(
      of: model.transformer, targets: targets, kinds: kinds, seed: common.seed)
    let documents = try documents(for: model)
    if run.needsObservation {
      try each(of: documents, "means") { document, _ in try run.observe(document) }
    }
    var tally = AblationTally(
      targets: targets, kinds: kinds, placeCount: top, keepsTokens: perToken)
    try each(of: documents, "ablate") { document, index in
      let (losses, effects) = try run.effects(of: document, number: index)
      tally.add(
        losses: losses, effects: effects, texts: document.map { model.tokenizer.text(of: $0) })
    }
    let result = tally.result(model: model.name, warnings: warnings(documents.count))
    if common.json {
      print(AnalysisResult.ablation(result).json())
    } else {
      print(AblationText(result).text)
    }
    try page.write([.ablation(result)], title: "Ablation")
  }

  private func each(
    of documents: [[Int]], _ title: String, _ body: ([Int], Int) throws -> Void
  ) throws {
    let progress = Progress(title, of: documents.count, unit: "documents", isQuiet: common.quiet)
    for (index, document) in documents.enumerated() {
      try body(document, index)
      progress.update(index + 1)
    }
    progress.finish(documents.count)
  }

  private func warnings(_ documentCount: Int) -> [String] {
    documentCount == 1 && kinds.contains("mean")
      ? ["means are those of a single text, and so are much of what they replace"] : []
  }
}

extension AblateCommand {
  /// What is taken out, each by itself or all together.
  private func targets(in model: LanguageModel) throws -> [AblationTarget] {
    let configuration = model.configuration
    var targets = try UnitNames.heads(heads ?? "").map { head in
      AblationTarget("\(head)", parts: [try .head(head, in: configuration)])
    }
    targets += try NeuronName.list(neurons ?? "").map { neuron in
      AblationTarget(
        "\(neuron.layer).\(neuron.index)",
        parts: [try .neuron(neuron.index, layer: neuron.layer, in: configuration)])
    }
    if let sae, let features {
      let autoencoder = try SiteAutoencoder(
        try fit.open(sae, of: model, bos: self.model.bos), in: configuration)
      targets += try features.split(separator: ",").map { word in
        guard let index = Int(word) else {
          throw ValidationError("--features '\(word)': expected the number of a feature")
        }
        return AblationTarget("\(saeName(sae)):\(index)", parts: [.feature(autoencoder, index)])
      }
    }
    targets += try SitePattern.sites(matching: components, of: configuration).map { site in
      AblationTarget(site.name, parts: [.columns(site, nil)])
    }
    guard jointly && targets.count > 1 else { return targets }
    return [
      AblationTarget(
        targets.map(\.label).joined(separator: "+"), parts: targets.flatMap(\.parts))
    ]
  }

  /// The tokens of each text; those of less than two tokens are passed over.
  private func documents(for model: LanguageModel) throws -> [[Int]] {
    let limit = min(context, model.configuration.contextSize)
    let texts =
      try corpus.isEmpty
      ? prompt.map { try model.tokens(of: $0, bos: self.model.bos) } : corpusTexts(for: model)
    let documents = texts.map { Array($0.prefix(limit)) }.filter { $0.count >= 2 }
    guard !documents.isEmpty else {
      throw CommandError("a loss needs a text of two tokens or more: none was found")
    }
    return Array(documents.prefix(maxDocuments))
  }

  private func corpusTexts(for model: LanguageModel) throws -> [[Int]] {
    let (corpus, recipe) = (try Corpus(sources: corpus), try Recipe(named: recipe))
    let prefix = try model.beginning(under: self.model.bos).map { [$0] } ?? []
    let documents = corpus.documents()
    var texts: [[Int]] = []
    while texts.count < maxDocuments, let item = documents.next() {
      guard case .document(let document) = item else { continue }
      // A page's text is data: the names of special tokens in it are not those tokens.
      let tokens = model.tokenizer.encode(recipe.apply(to: document), parsingSpecialTokens: false)
      texts.append(prefix + tokens.map(\.id))
    }
    return texts
  }
}
