import Activations
import Analysis
import ArgumentParser
import Foundation
import Harvest
import Probes
import Reports
import Tensors

/// `thresher train probe`: sparse directions that tell a label.
struct TrainProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Fit a logistic probe for a label to every site, and score it on other documents.",
    discussion: """
      The objective is scikit-learn's: C · Σ log-loss + penalty, the intercept unpenalised. Every \
      probe comes with a duality gap: how far its objective can be above the minimum.

      EXAMPLE
        thresher train probe --harvest Activations/pages --site blocks.15.mlp.hook_post \\
          --label html.close --C 0.12 --output Checkpoints/pages-probe
        thresher train probe --harvest Activations/pages --site 'blocks.*.mlp.hook_post' \\
          --label html.close --k 1,2,4,8 --selector f-statistic
      """)

  @OptionGroup var input: LabelledHarvest

  @Option(help: "Probe the features of this autoencoder instead of the site's own columns.")
  var sae: String?

  @Option(
    help: """
      A file that says how much each row counts in fitting: numbers of 0 or more, in the forms of \
      --labels; rows that it doesn't name count 1. Scores count all rows alike.
      """)
  var sampleWeights: String?

  @OptionGroup var fit: SAEFit
  @OptionGroup var regression: RegressionOptions
  @OptionGroup var study: ProbeStudyOptions

  @Option(help: "The share of documents that the probe is scored on, and never fitted to.")
  var testFraction = 0.2

  @Option(
    help: """
      What is held out: whole documents, or rows as scikit-learn's train_test_split takes them.
      """)
  var split = SplitName.document

  @Option(help: "The random_state of a split by row, and of --compat saga.")
  var randomState: UInt32 = 42

  @Option(help: "GiB that a site's rows may take in memory; of more they are streamed.")
  var memory = 4.0

  @Option(name: .shortAndLong, help: "Where to write the probe; of several sites, a folder each.")
  var output: String?

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  /// What is held out.
  enum SplitName: String, ExpressibleByArgument, CaseIterable { case document, row }

  func validate() throws {
    guard testFraction > 0 && testFraction < 1 else {
      throw ValidationError("--test-fraction \(testFraction): expected a number between 0 and 1")
    }
    guard memory > 0 else { throw ValidationError("--memory \(memory): expected more than 0") }
    if sampleWeights != nil,
      regression.compat == .saga || study.permutations > 0 || study.classes != nil
    {
      throw ValidationError(
        "--sample-weights: leave it out with --compat saga, --permutations and --classes")
    }
  }

  func run() throws {
    common.apply()
    let harvest = try input.open()
    if let classes = study.classNames { return try runMultinomial(harvest, classes: classes) }
    let sources = try sources(harvest)
    var plan = plan
    plan.sampleWeights = try weights(of: harvest)
    let experiment = ProbeExperiment(
      split: try LabelledSplit(
        of: harvest, labels: try input.column(of: harvest), testFraction: testFraction,
        kind: splitKind),
      label: input.labelName, plan: plan)
    let progress = Progress("probe", of: sources.count, unit: "sites", isQuiet: common.quiet)
    let result = try experiment.run(sources) { progress.update($0) }
    try write(result.outcomes.map(\.probe))
    try ProbeTable.show(result.training, isJSON: common.json)
    try page.write([.probe(result.training)], title: input.labelName)
  }

  private func runMultinomial(_ harvest: HarvestFolder, classes: [String]) throws {
    let columns = try classes.map { try input.column(of: harvest, label: "html.tag=" + $0) }
    let experiment = MultinomialExperiment(
      harvest: harvest, classes: classes, columns: columns, testFraction: testFraction,
      kind: splitKind, plan: plan)
    let results = try sources(harvest).map { try experiment.run($0) }
    try MultinomialTable.show(results, isJSON: common.json)
    try page.write(results.map { .unitTable(UnitTable($0)) }, title: "Probes of several classes")
  }

  private func weights(of harvest: HarvestFolder) throws -> [Double]? {
    guard let sampleWeights else { return nil }
    let weights = try LabelFile.read(sampleWeights, rowCount: harvest.rowCount)
    if let row = weights.firstIndex(where: { $0 < 0 || $0.isInfinite }) {
      throw CommandError(
        "\(sampleWeights), row \(row): expected a weight of 0 or more, found \(weights[row])")
    }
    return weights.map { $0.isNaN ? 1 : Double($0) }
  }

  private var splitKind: LabelledSplit.Kind {
    split == .document ? .document : .row(randomState: randomState)
  }

  private func sources(_ harvest: HarvestFolder) throws -> [ProbeSource] {
    guard let sae else {
      return try input.sites(of: harvest).map { try ProbeSource(harvest: harvest, site: $0) }
    }
    return [try input.features(of: harvest, through: sae, fit: fit)]
  }

  private var plan: ProbePlan {
    var plan = ProbePlan(regression.regression)
    plan.saga = regression.saga(randomState: randomState)
    study.apply(to: &plan)
    plan.seed = common.seed
    plan.byteLimit = Int(memory * 0x1p30)
    return plan
  }

  private func write(_ probes: [Probe]) throws {
    guard let output else { return }
    for (index, probe) in probes.enumerated() {
      let isAlone = probes.count == 1
      let isOnly = probes.count { $0.site == probe.site } == 1
      let sparsity = study.sparsities.isEmpty ? 0 : study.sparsities[index % study.sparsities.count]
      let name = isOnly ? probe.site : "\(probe.site)-k\(sparsity)"
      try probe.write(to: isAlone ? output : "\(output)/\(name)")
    }
  }
}
