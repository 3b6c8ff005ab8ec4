import ArgumentParser
import Checkpoints
import Reports
import Tensors
import Transformers

/// `thresher run`: the likeliest next tokens, and activations of a prompt.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Print the likeliest next tokens of a prompt, and save its activations.",
    discussion: """
      EXAMPLE
        thresher run --model smollm2-135m --prompt '<h1>Title here'
        thresher run --model gpt2 --prompt 'All is fair' --report page.html
        thresher run --model gpt2 --prompt 'Hello' --site resid_post --save hello.safetensors
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var prompt: PromptOptions

  @Option(help: "Positions whose next token is wanted: last, all, or indices such as 0,-1.")
  var positions: PositionSelection = .last

  @Option(help: "How many tokens to list at each position.")
  var top = 10

  @Option(help: "A site to save: a name, a glob, or a short form such as resid_post. Repeatable.")
  var site: [String] = []

  @Option(help: "Where to write the sites' activations, as safetensors.")
  var save: String?

  @Option(
    help: ArgumentHelp(
      "Save the sites' gradients too: of the last position's logit difference of two tokens.",
      valueName: "logit-diff:RIGHT,WRONG"))
  var gradient: String?

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top \(top): expected at least 1") }
    guard site.isEmpty == (save == nil) else {
      throw ValidationError("--site and --save FILE.safetensors go together")
    }
    guard gradient == nil || save != nil else {
      throw ValidationError("--gradient is written with --site SITE --save FILE.safetensors")
    }
  }

  func run() throws {
    common.apply()
    let model = try model.load()
    let ids = try prompt.ids(for: model, bos: self.model.bos)
    let sites = try SitePattern.sites(matching: site, of: model.configuration)
    let names = Set(sites.map(\.name))
    let wanted = try positions.positions(in: ids.count)
    var run = Run([ids], sites: names, logits: page.isWanted ? .all : positions)
    if let gradient {
      run.objective = try AnswerToken.logitDifference(gradient, in: model)
      run.gradientSites = names
    }
    let result = try model.transformer(run)
    if let save { try write(result, sites: sites, tokens: ids, to: save) }

    let table = NextTokenTable(
      model: model, prompt: prompt.prompt, ids: ids, positions: wanted,
      logits: page.isWanted ? result.logits.gatheringRows(wanted) : result.logits, top: top)
    if common.json { try printJSON(table) } else { print(table.text) }
    try page.write(
      [.tokenPredictions(TokenPredictions(of: ids, result.logits, model: model, top: top))],
      title: model.name)
  }

  private func write(
    _ result: RunResult, sites: [Site], tokens: [Int], to path: String
  ) throws {
    let values = sites.compactMap { site in
      tensor(of: site, in: result.cache, positions: tokens.count).map { (site.name, $0) }
    }
    let gradients = sites.compactMap { site in
      tensor(of: site, in: result.gradients, positions: tokens.count).map {
        ("gradient/\(site.name)", $0)
      }
    }
    try Safetensors.write(values + gradients, metadata: ["tokens": "\(tokens)"], to: path)
  }

  /// What was recorded at a site, with the axes that TransformerLens gives it.
  private func tensor(of site: Site, in cache: ActivationCache, positions: Int) -> Tensor? {
    if let rows = cache[site.name] { return Tensor(rows, shape: [1, positions] + site.axes) }
    return cache.square(site.name, sequence: 0).map { Tensor($0.matrix, shape: [1] + $0.shape) }
  }
}
