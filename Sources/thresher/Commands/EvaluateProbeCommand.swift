import Activations
import Analysis
import ArgumentParser
import Foundation
import Probes

/// `thresher evaluate probe`: a probe's scores on rows that it has never seen.
struct EvaluateProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Score a trained probe on the rows of a harvest.",
    discussion: """
      The probe's own site is read unless --site names another. All labelled rows are scored: give \
      a harvest of pages that the probe was not fitted to.

      EXAMPLE
        thresher evaluate probe --probe Checkpoints/pages-probe --harvest Activations/news \\
          --label html.close
      """)

  @Option(help: "The probe's folder, or its probe.json.")
  var probe: String

  @OptionGroup var input: LabelledHarvest

  @Option(help: "The autoencoder whose features it reads; by default the one it was fitted to.")
  var sae: String?

  @OptionGroup var fit: SAEFit
  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let probe = try Probe(path: probe)
    let harvest = try input.open()
    let site = input.site.isEmpty ? probe.site : try input.site(of: harvest)
    let source =
      try (sae ?? probe.sae).map {
        try input.features(of: harvest, through: $0, site: site, fit: fit)
      }
      ?? ProbeSource(harvest: harvest, site: site)
    let labels = try input.column(of: harvest)
    let training = try evaluation(
      of: probe, on: source, harvest: harvest, labels: labels, seed: common.seed)
    try ProbeTable.show(training, isJSON: common.json)
    try page.write([.probe(training)], title: input.labelName)
  }
}
