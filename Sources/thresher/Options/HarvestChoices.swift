import Activations
import ArgumentParser
import Corpora
import Harvest
import Transformers

/// What a harvest takes from a corpus and a model, as a user says it.
struct HarvestChoices: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Where documents lie: a folder, a file, an archive, a dump, or a glob; code:FOLDER for program \
      code; SOURCE=WEIGHT to draw from several at random. Repeatable.
      """, valueName: "source"))
  var corpus: [String]

  @Option(help: "How pages are cleaned: wikipedia, article, text, raw, or steps joined by '+'.")
  var recipe = "wikipedia"

  @Option(help: "A site to keep: a name, a glob, or a short form such as resid_post. Repeatable.")
  var site: [String]

  @Option(help: "The longest sequence, BOS included.")
  var context = 512

  @Option(help: "How documents become sequences: split, document, lines, prompts.")
  var packing: Packing = .split

  @Option(
    help: "Which tokens have rows: all, last, every:N, sample:P, or match:TEXT with neighbours.")
  var positions = "all"

  @Option(help: "How many neighbours on each side of a match have rows.")
  var window = 8

  @Flag(help: "Give BOS a row too, flagged in /rows/special.")
  var specialRows = false

  @Option(
    help: ArgumentHelp(
      "A label of each row to keep beside the activations: \(Label.names). Repeatable.",
      valueName: "name"))
  var label: [String] = []

  @Option(help: "How many tokens of text to read; by default the whole corpus.")
  var maxTokens: Int?

  @Option(help: "How many documents of the corpus to look at.")
  var maxDocuments: Int?

  @Option(help: "How many tokens of text to read of each document, from its beginning.")
  var maxDocumentTokens: Int?

  @Option(help: "Stop before the shard that would bring the shards to more bytes than this.")
  var maxBytes: ByteCount?

  @Option(
    help: ArgumentHelp(
      "Read every n-th document only, from the i-th: the share of one process among n.",
      valueName: "i/n"))
  var part: CorpusSlice = .whole

  @Flag(help: "Stop at the first document that cannot be read.")
  var strict = false

  @Option(help: "A shard ends with the sequence that brings it to this many rows.")
  var shardRows = 65_536

  @Option(help: "How many tokens the model reads at once; by default what suits the sites.")
  var batchTokens: Int?

  @Option(
    help: ArgumentHelp(
      """
      How rows are stored: float32, float16, bfloat16, int8; or SITE=FORMAT for the sites of a \
      name or glob. Repeatable.
      """, valueName: "format"))
  var dtype: [String] = []

  func validate() throws {
    guard !corpus.isEmpty else { throw ValidationError("expected --corpus SOURCE") }
    guard !site.isEmpty else { throw ValidationError("expected --site SITE") }
    guard context >= 2 else { throw ValidationError("--context \(context): expected at least 2") }
    guard window >= 0 else { throw ValidationError("--window \(window): expected at least 0") }
    let counts = [
      ("--max-tokens", maxTokens), ("--max-documents", maxDocuments),
      ("--max-document-tokens", maxDocumentTokens), ("--shard-rows", shardRows),
      ("--batch-tokens", batchTokens),
    ]
    for case (let name, let count?) in counts where count < 1 {
      throw ValidationError("\(name) \(count): expected at least 1")
    }
  }

  /// The choices for a model.
  func options(for model: LanguageModel, bos: BOSPolicy, seed: UInt64) throws -> HarvestOptions {
    guard context <= model.configuration.contextSize else {
      throw ValidationError(
        "--context \(context): the model's context holds \(model.configuration.contextSize)")
    }
    var options = HarvestOptions(
      sites: try storedSites(of: model), contextSize: context, recipe: try Recipe(named: recipe),
      bos: bos, seed: seed)
    options.packing = packing
    options.positions = try TokenSelection(named: positions, window: window)
    options.labels = try labels()
    options.flagsSpecialRows = specialRows
    options.maxTokens = maxTokens
    options.maxDocuments = maxDocuments
    options.maxDocumentTokens = maxDocumentTokens
    options.maxBytes = maxBytes?.count
    options.part = part
    options.isStrict = strict
    options.shardRows = shardRows
    options.batchTokens = batchTokens
    return options
  }

  private func labels() throws -> [Label] {
    let labels = try label.map { try Label(named: $0) }
    if let twice = labels.indices.first(where: { labels[..<$0].contains(labels[$0]) }) {
      throw ValidationError("--label \(label[twice]): named twice")
    }
    if let slash = label.first(where: { $0.contains("/") }) {
      throw ValidationError("--label \(slash): an element's name has no '/'")
    }
    return labels
  }

  private func storedSites(of model: LanguageModel) throws -> [HarvestOptions.StoredSite] {
    let sites = try SitePattern.sitesWithRows(matching: site, of: model.configuration)
    let choices = try dtype.map { try FormatChoice($0) }
    for choice in choices where !sites.contains(where: choice.holds) {
      throw ValidationError("--dtype \(choice.pattern): matches none of the sites")
    }
    return sites.map { site in
      let format = choices.last { $0.holds(site) }?.format ?? .float32
      return HarvestOptions.StoredSite(site, format: format)
    }
  }
}
