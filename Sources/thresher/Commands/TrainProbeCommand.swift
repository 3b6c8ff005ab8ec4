import Activations
import Analysis
import ArgumentParser
import Foundation
import Probes
import Tensors

/// `thresher train probe`: sparse directions that tell a label.
struct TrainProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Fit a logistic probe for a label to every site, and score it on other documents.",
    discussion: """
      The objective is scikit-learn's: C · Σ log-loss + penalty, the intercept unpenalised.

      EXAMPLE
        thresher train probe --harvest Activations/pages --site blocks.15.mlp.hook_post \\
          --label html.close --C 0.12 --output Checkpoints/pages-probe
      """)

  @OptionGroup var input: LabelledHarvest

  @Option(help: "l1, l2, elasticnet, none.")
  var penalty = "l1"

  @Option(name: .customLong("C"), help: "The weight of the log-loss against the penalty.")
  var c = 0.12

  @Option(help: "The share of documents that the probe is scored on, and never fitted to.")
  var testFraction = 0.2

  @Option(help: "When to stop: the duality gap, relative to the objective.")
  var tolerance = 1e-6

  @Flag(help: "Give each class the same weight in all.")
  var balanced = false

  @Flag(help: "Divide every column by its deviation while fitting; folded back afterwards.")
  var standardize = false

  @Option(name: .shortAndLong, help: "Where to write the probe; of several sites, a folder each.")
  var output: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard Penalty(name: penalty) != nil else {
      throw ValidationError("--penalty \(penalty): expected l1, l2, elasticnet or none")
    }
    guard c > 0 else { throw ValidationError("--C \(c): expected a number above 0") }
    guard testFraction > 0 && testFraction < 1 else {
      throw ValidationError("--test-fraction \(testFraction): expected a number between 0 and 1")
    }
  }

  func run() throws {
    common.apply()
    let harvest = try input.open()
    let labels = try input.column(of: harvest)
    let sites = try input.sites(of: harvest)
    let split = try LabelledSplit(of: harvest, labels: labels, testFraction: testFraction)
    let progress = Progress("probe", of: sites.count, unit: "sites", isQuiet: common.quiet)
    var probes: [Probe] = []
    for site in sites {
      let probe = try fitted(site: site, harvest: harvest, split: split)
      if let output {
        try probe.write(to: sites.count == 1 ? output : "\(output)/\(site)")
      }
      probes.append(probe)
      progress.update(probes.count)
    }
    try show(ProbeTraining(probes: probes.map { ProbeTraining.Probe($0) }))
  }

  private func fitted(
    site: String, harvest: HarvestFolder, split: LabelledSplit
  ) throws -> Probe {
    var regression = LogisticRegression(penalty: Penalty(name: penalty) ?? .l1, C: c)
    regression.tolerance = tolerance
    regression.classWeights = balanced ? .balanced : .equal
    regression.standardizes = standardize
    let train = try harvest.rows(at: split.train.rows, of: site)
    let fit = try regression.fit(train, labels: split.train.labels)
    var probe = Probe(fit, of: regression, site: site, label: input.labelName)
    probe.train = try probe.scores(train, labels: split.train.labels)
    let test = try harvest.rows(at: split.test.rows, of: site)
    probe.test = try probe.scores(test, labels: split.test.labels)
    return probe
  }

  private func show(_ training: ProbeTraining) throws {
    guard !common.json else { return print(AnalysisResult.probe(training).json()) }
    var table = TextTable(
      ["site", "active", "precision", "recall", "F1", "ROC AUC", "majority", "gap"],
      rightAligned: [1, 2, 3, 4, 5, 6, 7])
    for probe in training.probes {
      let test = probe.test
      table.add([
        probe.site, "\(probe.active.count)", figure(test.precision), figure(test.recall),
        figure(test.f1), figure(test.rocAUC), figure(probe.majority?.accuracy ?? .nan),
        String(format: "%.1e", probe.dualityGap),
      ])
    }
    print(table.text)
    for probe in training.probes where !probe.converged {
      note("warning: \(probe.site) did not reach the tolerance")
    }
  }

  private func figure(_ value: Double) -> String {
    value.isFinite ? String(format: "%.3f", value) : "–"
  }
}
