import Foundation
import TestSupport
import Testing

/// Probes and regressions as a user asks for them.
@Suite struct ProbePathTests {
  @Test func probesAreStudiedEvaluatedAndUsed() throws {
    let workshop = try HarvestedWorkshop()
    let neurons = workshop.neurons

    let studied = try workshop.thresher(
      "train", "probe", "--harvest", "harvest", "--site", neurons, "--label", "html.inText",
      "--C", "1", "--path", "4", "--bootstraps", "3", "--permutations", "3", "--tolerance", "1e-3",
      "--output", "probe", "--json")
    let object = try studied.object()
    let split = try #require(object["split"] as? [String: Any])
    let leakage = try #require(object["leakage"] as? [String: Any])
    #expect(leakage["sharedDocuments"] as? Int == 0 && leakage["documents"] as? Int ?? 0 > 0)
    #expect(split["kind"] as? String == "document" && split["testDocuments"] as? Int ?? 0 > 0)
    let probe = try #require((object["probes"] as? [[String: Any]])?.first)
    let details = try #require(probe["details"] as? [String: Any])
    for key in [
      "path", "stability", "permutations", "intervals", "calibration", "rocCurve", "prCurve",
    ] {
      #expect(details[key] != nil, "\(key)")
    }

    let evaluated = try workshop.thresher(
      "evaluate", "probe", "--probe", "probe", "--harvest", "harvest", "--label", "html.inText",
      "--json")
    let scores = try #require((try evaluated.object()["probes"] as? [[String: Any]])?.first)
    #expect((scores["test"] as? [String: Any])?["count"] as? Int ?? 0 > 1000)

    let continued = try workshop.thresher(
      "generate", "--model", "tiny", "--prompt", "<li>", "--max-tokens", "3", "--ablate",
      "@probe/probe.json", "--at", "last", "--json")
    let patched = try workshop.thresher(
      "generate", "--model", "tiny", "--prompt", "<li>", "--max-tokens", "3", "--patch",
      "@probe/probe.json:mean", "--json")
    #expect(try continued.object()["tokens"] != nil && patched.object()["tokens"] != nil)
    let steered = try workshop.thresher(
      "generate", "--model", "tiny", "--prompt", "<li>", "--max-tokens", "3", "--steer",
      "@probe/probe.json=-2", "--at", "match:>", "--json")
    #expect(try steered.object()["tokens"] != nil)
  }

  @Test func sparseAndRowwiseProbesAreFitted() throws {
    let workshop = try HarvestedWorkshop()
    let sparse = try workshop.thresher(
      "train", "probe", "--harvest", "harvest", "--site", workshop.neurons, "--label",
      "html.inText", "--k", "1,4", "--selector", "f-statistic", "--penalty", "l2", "--json")
    let probes = try #require(try sparse.object()["probes"] as? [[String: Any]])
    #expect(probes.map { ($0["active"] as? [Any])?.count } == [1, 4])
    let rows = try workshop.thresher(
      "train", "probe", "--harvest", "harvest", "--site", workshop.neurons, "--label",
      "html.inText", "--split", "row", "--compat", "saga", "--max-iter", "2", "--json")
    let object = try rows.object()
    let warnings = try #require(object["warnings"] as? [String])
    #expect(warnings.contains { $0.contains("saga stopped after 2 epochs") })
    #expect(warnings.contains { $0.contains("held-out documents were also fitted to") })
    let classes = try workshop.thresher(
      "train", "probe", "--harvest", "harvest", "--site", workshop.neurons, "--label", "html.tag",
      "--classes", "li,b", "--C", "0.01", "--tolerance", "1e-2")
    #expect(classes.output.contains("accuracy"))
  }

  @Test func penaltyAndItsWeightAreChosen() throws {
    let workshop = try HarvestedWorkshop(pageCount: 8)
    let trained = try workshop.thresher(
      "train", "probe", "--harvest", "harvest", "--site", workshop.neurons, "--label",
      "html.inText", "--penalty", "elasticnet", "--l1-ratio", "0.7", "--standardize", "--balanced",
      "--folds", "2", "--path", "2", "--tolerance", "1e-3", "--json")
    let probe = try #require((try trained.object()["probes"] as? [[String: Any]])?.first)
    #expect(probe["penalty"] as? String == "elasticnet" && probe["converged"] as? Bool == true)
    let details = try #require(probe["details"] as? [String: Any])
    let validation = try #require(details["crossValidation"] as? [String: Any])
    #expect((validation["points"] as? [Any])?.count == 10)
    #expect(validation["best"] as? Double == probe["C"] as? Double)
    #expect((details["path"] as? [Any])?.count == 2)
  }

  @Test func rowsBeyondMemoryAreStreamed() throws {
    let workshop = try HarvestedWorkshop()
    func objective(_ more: String...) throws -> Double {
      let trained = try workshop.thresher(
        [
          "train", "probe", "--harvest", "harvest", "--site", workshop.neurons, "--label",
          "html.inText", "--C", "0.5", "--json",
        ] + more)
      let probe = try #require((try trained.object()["probes"] as? [[String: Any]])?.first)
      return try #require(probe["objective"] as? Double)
    }
    let (held, streamed) = (try objective(), try objective("--memory", "1e-6"))
    #expect(abs(held - streamed) < 2e-6 * held)
  }

  @Test func weightsOfRowsScaleTheirLosses() throws {
    let workshop = try HarvestedWorkshop(pageCount: 8)
    func objective(C: String, _ more: String...) throws -> Double {
      let trained = try workshop.thresher(
        [
          "train", "probe", "--harvest", "harvest", "--site", workshop.neurons, "--label",
          "html.inText", "--C", C, "--json",
        ] + more)
      let probe = try #require((try trained.object()["probes"] as? [[String: Any]])?.first)
      return try #require(probe["objective"] as? Double)
    }
    let info = try workshop.thresher("activations", "info", "harvest", "--json").object()
    let count = try #require(info["rows"] as? Int)
    try workshop.write(String(repeating: "2\n", count: count), to: "twos.txt")
    let twice = try objective(C: "0.25", "--sample-weights", "twos.txt")
    #expect(abs(twice - (try objective(C: "0.5"))) < 2e-6 * twice)
    try workshop.write("row,weight\n0,3\n", to: "one.txt")
    #expect(try objective(C: "0.25", "--sample-weights", "one.txt") < twice)
  }

  @Test func featuresAreProbed() throws {
    let workshop = try HarvestedWorkshop()
    _ = try workshop.thresher(
      "train", "sae", "--harvest", "harvest", "--site", workshop.neurons, "--width", "48", "--k",
      "6", "--steps", "20", "--batch", "64", "--output", "sae")
    let trained = try workshop.thresher(
      "train", "probe", "--harvest", "harvest", "--site", workshop.neurons, "--sae", "sae",
      "--label", "html.inText", "--C", "1", "--tolerance", "1e-4", "--output", "probe", "--json")
    let probe = try #require((try trained.object()["probes"] as? [[String: Any]])?.first)
    #expect(probe["sae"] as? String == "sae" && probe["converged"] as? Bool == true)
    let active = try #require(probe["active"] as? [[String: Any]])
    #expect(active.contains { $0["index"] as? Int ?? 0 >= 32 })
    let ranked = try workshop.thresher(
      "rank", "features", "--harvest", "harvest", "--site", workshop.neurons, "--sae", "sae",
      "--label", "html.inText", "--test", "logit", "--top", "2", "--json")
    #expect((try ranked.object()["items"] as? [Any])?.count == 2)
    // The autoencoder is the one that the probe names.
    let evaluated = try workshop.thresher(
      "evaluate", "probe", "--probe", "probe", "--harvest", "harvest", "--label", "html.inText",
      "--json")
    #expect((try evaluated.object()["probes"] as? [Any])?.count == 1)
    let ablated = try Command(
      arguments: [
        "generate", "--model", "tiny", "--prompt", "<li>", "--ablate", "@probe/probe.json",
      ], folder: workshop.path)
    #expect(ablated.exitCode == 64 && ablated.errors.contains("features of sae"))
  }

  @Test func everyNeuronIsTested() throws {
    let workshop = try HarvestedWorkshop()
    let ranked = try workshop.thresher(
      "rank", "neurons", "--harvest", "harvest", "--site", workshop.neurons, "--label",
      "html.inText", "--test", "logit", "--balance", "--rows", "0:1000", "--holdout-rows",
      "1000:2000", "--top", "3", "--json")
    let object = try ranked.object()
    let items = try #require(object["items"] as? [[String: Any]])
    let statistics = try #require(items[0]["statistics"] as? [String: Any])
    for key in [
      "beta", "standardError", "z", "p", "ciLow", "ciHigh", "intercept", "pseudoR2", "converged",
      "separated", "p.holm", "heldOutAUC",
    ] {
      #expect(statistics[key] != nil, "\(key)")
    }
    #expect((object["corrections"] as? [Any])?.count == 3)
    let volcano = try #require((object["volcano"] as? [[String: Any]])?.first)
    #expect((volcano["beta"] as? [Double])?.count == (volcano["negativeLogP"] as? [Double])?.count)
    let best = try #require(items[0]["index"] as? Int)
    let summary = try workshop.thresher(
      "inspect", "neuron", "1.\(best)", "--harvest", "harvest", "--label", "html.inText",
      "--summary")
    #expect(summary.output.contains("Logit Regression Results"))
    for criterion in ["welch-t", "mutual-information", "threshold-f1"] {
      _ = try workshop.thresher(
        "rank", "neurons", "--harvest", "harvest", "--site", workshop.neurons, "--label",
        "html.inText", "--by", criterion, "--top", "2")
    }
  }

  @Test(arguments: [
    (["train", "probe", "--penalty", "l3"], "--penalty l3"),
    (["train", "probe", "--k", "0"], "'0' is no number of columns"),
    (["train", "probe", "--classes", "li"], "at least two"),
    (["train", "probe", "--sample-weights", "w", "--compat", "saga"], "--sample-weights"),
    (["rank", "neurons", "--balance"], "--test logit"),
    (["rank", "neurons", "--test", "logit", "--rows", "9"], "FROM:TO"),
    (["inspect", "neuron", "1.3", "--rows", "0:9"], "--summary"),
  ])
  func refusesWhatMakesNoSense(arguments: [String], fragment: String) throws {
    let command = try Command(
      arguments: arguments + ["--harvest", "nowhere", "--label", "html.close"])
    #expect(command.exitCode == 64 && command.errors.contains(fragment), "\(command.errors)")
  }

  @Test func namesTheRowsAndLabelsAtFault() throws {
    let workshop = try HarvestedWorkshop(pageCount: 8)
    func errors(_ arguments: String...) throws -> String {
      let command = try Command(
        arguments: arguments + ["--harvest", "harvest", "--quiet"], folder: workshop.path)
      #expect(command.exitCode == 1 && command.output.isEmpty)
      return command.errors
    }
    #expect(try errors("train", "probe", "--label", "html.tag=video").contains("both classes"))
    try workshop.write("1\n0\n", to: "short.txt")
    #expect(try errors("train", "probe", "--labels", "short.txt").contains("2 labels"))
    try workshop.write("row,weight\n2,-1\n", to: "negative.txt")
    #expect(
      try errors(
        "train", "probe", "--label", "html.inText", "--sample-weights", "negative.txt"
      ).contains("negative.txt, row 2: expected a weight of 0 or more, found -1.0"))
    #expect(
      try errors("train", "probe", "--label", "html.tag", "--classes", "li,video")
        .contains("'video' has no rows"))
    #expect(
      try errors(
        "rank", "neurons", "--label", "html.close", "--test", "logit", "--rows", "0:9999999"
      ).contains("--rows"))
  }
}

/// A workshop with a harvest of its second layer's neurons.
struct HarvestedWorkshop {
  let workshop: TinyWorkshop
  let neurons = "blocks.1.mlp.hook_post"

  var path: String { workshop.path }

  init(pageCount: Int = 16) throws {
    workshop = try TinyWorkshop(pageCount: pageCount)
    _ = try thresher(
      "harvest", "--model", "tiny", "--corpus", "pages", "--site", neurons, "--context", "48",
      "--output", "harvest")
  }

  func thresher(_ arguments: String...) throws -> Command { try thresher(arguments) }

  func thresher(_ arguments: [String]) throws -> Command {
    let command = try Command(arguments: arguments + ["--quiet"], folder: path)
    #expect(command.exitCode == 0, "\(arguments): \(command.errors)")
    return command
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: workshop.folder.file(name)))
  }
}
