import Analysis
import ArgumentParser
import Autoencoders
import Foundation
import Tensors
import Transformers

/// `thresher patch`: activation patching sweeps, and path patching.
struct PatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patch",
    abstract: "Put activations of one prompt into another's run, cell by cell.",
    discussion: """
      Each cell of a grid is one run in which one site's numbers at one position,
      or one head's, are replaced, and shows what that makes of the answers'
      logits. Prompts of different lengths are refused unless --align says which
      positions stand for each other.

      EXAMPLE
        thresher patch --model smollm2-135m --clean '<h1>Title here' \\
          --corrupted '(h1)Title here' --answer '</' --wrong . --site resid_post
        thresher patch --model gpt2 --processing standard \\
          --clean $'\\nTitle here' --corrupted '<h1>Title here' \\
          --answer . --wrong '</' --align index \\
          --site mlp_out --site attn_out --site resid_post
        thresher patch --model gpt2 --clean A --corrupted B --answer C --wrong D \\
          --site z --by head
        thresher patch --model gpt2 --clean A --corrupted B --answer C --wrong D \\
          --paths-to 10.7.q
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: "The prompt that shows the behaviour.")
  var clean: String?

  @Option(help: "The prompt that does not; needed to resample from.")
  var corrupted: String?

  @OptionGroup var answers: AnsweredPromptOptions

  @Option(
    help: """
      denoising runs the corrupted prompt and puts the clean one's numbers in; noising the other \
      way round.
      """)
  var direction: PatchDirection = .denoising

  @Option(help: "What a cell shows: logit-diff, probability, log-probability.")
  var metric: Metric = .logitDifference

  @Option(help: "Sites to patch: a name, a glob, or a short form such as resid_post. Repeatable.")
  var site: [String] = []

  @Option(help: "What a cell is: position, head (at all positions), head-position, layer.")
  var by: PatchAxes = .position

  @Option(help: "Where the numbers come from: resample, zero, mean, noise, steer.")
  var source: PatchSourceName = .resample

  @Option(help: "With --source noise: how many of the site's deviations wide the noise is.")
  var noise: Float = 3

  @Option(
    help: ArgumentHelp(
      "With --source steer: a feature's direction, times a number.", valueName: "SAE:I=STRENGTH"))
  var steer: String?

  @Option(help: "How prompts of different lengths are paired: start, end, index.")
  var align: AlignmentRule = .equalLengths

  @Option(
    help: "Positions of the prompt that is patched from: all, last, or indices such as 0,-1.")
  var positions: PositionSelection = .all

  @Option(
    help: ArgumentHelp(
      "Patch paths from every head to what reads: LAYER.HEAD.q, .k, .v, mlpLAYER, logits.",
      valueName: "receivers"))
  var pathsTo: String?

  @Option(help: "The heads that paths begin at, LAYER.HEAD, separated by commas; all by default.")
  var pathsFrom: String?

  @Flag(help: "Hold MLPs too, so that paths lead through the residual stream alone.")
  var holdMlps = false

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard pathsTo != nil || !site.isEmpty else {
      throw ValidationError("expected --site SITE, such as resid_post, or --paths-to RECEIVERS")
    }
    guard (source == .steer) == (steer != nil) else {
      throw ValidationError("--source steer and --steer SAE:I=STRENGTH go together")
    }
    if let pathsTo { _ = try UnitNames.receivers(pathsTo) }
    if let pathsFrom { _ = try UnitNames.heads(pathsFrom) }
  }

  func run() throws {
    common.apply()
    let model = try model.load()
    let prompts = try answers.written(
      prompt: clean, corrupted: corrupted, for: model, bos: self.model.bos)
    guard source != .resample || prompts.allSatisfy({ $0.corruptedTokens != nil }) else {
      throw ValidationError("--source resample takes numbers from another prompt: give --corrupted")
    }
    let result = try pathsTo == nil ? sweep(prompts, model) : paths(prompts, model)
    if common.json {
      try self.model.printJSON(AnalysisResult.patching(result), of: model)
    } else {
      print(PatchingText(result).text)
    }
    try page.write([.patching(result)], title: "Patching")
  }

  private func sweep(_ prompts: [WrittenPrompt], _ model: LanguageModel) throws -> Patching {
    let sites = try SitePattern.sites(matching: site, of: model.configuration)
    let pairs = try runs(of: prompts, model, recording: Set(sites.map(\.name)))
    let grids = try pairs.sweep(
      sites, by: by, source: try patchSource(in: model.configuration), metric: metric)
    return try result(of: grids, pairs, prompts, model, .activationPatching)
  }

  private func paths(_ prompts: [WrittenPrompt], _ model: LanguageModel) throws -> Patching {
    let configuration = model.configuration
    let receivers = try UnitNames.receivers(pathsTo ?? "")
    let pairs = try runs(
      of: prompts, model, recording: PatchPairs.pathSites(of: configuration))
    let heads = try pathsFrom.map { try UnitNames.heads($0) } ?? HeadName.all(of: configuration)
    let values = try pairs.pathPatch(
      from: heads, to: receivers, holdsMLPs: holdMlps, metric: metric)
    let grid = PatchGrid(
      site: "paths to \(pathsTo ?? "")", axes: .layer, rows: heads.map { .name("\($0)") },
      columns: [.name("all")], values: values.map { [$0] })
    return try result(of: [grid], pairs, prompts, model, .pathPatching)
  }

  private func runs(
    of prompts: [WrittenPrompt], _ model: LanguageModel, recording sites: Set<String>
  ) throws -> PatchPairs {
    var pairs = try PatchPairs(
      prompts.map(\.pair), of: model.transformer, direction: direction, alignedBy: align,
      recording: sites)
    pairs.alignment = try pairs.alignment.restricted(
      to: positions, sourceCount: pairs.source.sequences[0].count)
    return pairs
  }

  private func patchSource(in configuration: TransformerConfiguration) throws -> PatchSource {
    switch source {
    case .resample: return .resample
    case .zero: return .zero
    case .mean: return .mean
    case .noise: return .noise(scale: noise, seed: common.seed)
    case .steer:
      return .steer(try FeatureValue(steer ?? "").vector())
    }
  }

  private func result(
    of grids: [PatchGrid], _ pairs: PatchPairs, _ prompts: [WrittenPrompt],
    _ model: LanguageModel, _ method: Patching.Method
  ) throws -> Patching {
    let differences = try pairs.values(of: .logitDifference)
    let first = prompts[0]
    let facts = PatchingFacts(
      model: model.name, method: method, metric: metric, source: source.rawValue,
      clean: PromptText(
        first.text, tokens: first.tokens, logitDiff: mean(differences.clean), of: model),
      corrupted: differences.corrupted.map { values in
        PromptText(
          first.corruptedText ?? "", tokens: first.corruptedTokens ?? [], logitDiff: mean(values),
          of: model)
      },
      values: try pairs.values(of: metric))
    return Patching(grids, facts, direction: pairs.direction, alignment: pairs.alignment)
  }
}

extension WrittenPrompt {
  /// The prompt and its twin.
  var pair: PromptPair {
    PromptPair(clean: tokens, corrupted: corruptedTokens, answer: answer)
  }
}

extension FeatureValue {
  /// The feature's direction times the number, shape `[1, dIn]`.
  func vector() throws -> Matrix {
    let autoencoder = try SavedAutoencoder(at: folder).autoencoder
    guard (0..<autoencoder.width).contains(index) else {
      throw CommandError("\(folder): it has features 0 to \(autoencoder.width - 1), not \(index)")
    }
    var vector = autoencoder.decoderWeight.rows(index..<index + 1)
    vector.scale(by: value)
    return vector
  }
}
