import Foundation
import TestSupport
import Testing

/// An autoencoder from its training to its evaluation, as a user gives the commands.
@Suite struct EvaluateSAETests {
  let site = "blocks.1.hook_resid_pre"

  /// A workshop with a harvest of two sites and an autoencoder of the first.
  private func workshop() throws -> TinyWorkshop {
    let workshop = try TinyWorkshop()
    try run(
      workshop, "harvest", "--model", "tiny", "--corpus", "pages", "--site", site, "--site",
      "blocks.1.mlp.hook_post", "--context", "32", "--output", "harvest")
    try run(
      workshop, "train", "sae", "--harvest", "harvest", "--site", site, "--width", "48", "--k",
      "4", "--steps", "40", "--batch", "128", "--output", "sae")
    return workshop
  }

  @discardableResult
  private func run(
    _ workshop: TinyWorkshop, _ arguments: String..., code: Int32 = 0
  ) throws -> Command {
    let command = try Command(arguments: arguments + ["--quiet"], folder: workshop.path)
    #expect(command.exitCode == code, "\(arguments): \(command.errors)")
    return command
  }

  @Test func measuresRowsAndPredictions() throws {
    let workshop = try workshop()
    let found = try run(
      workshop, "evaluate", "sae", "--sae", "sae", "--harvest", "harvest", "--model", "tiny",
      "--by-class", "--max-rows", "300", "--bootstrap", "20", "--json"
    ).object()
    let rows = found["rows"] as? Int ?? 0
    #expect(found["kind"] as? String == "saeEvaluation" && (200...300).contains(rows))
    #expect(found["documents"] as? Int ?? 0 >= 2)
    #expect(found["site"] as? String == site && found["split"] as? String == "test")
    let (l0, mse) = (found["l0"] as? Double ?? 9, found["mse"] as? Double ?? -1)
    #expect(l0 <= 4 && mse > 0)
    #expect((found["featureDensity"] as? [Double])?.count == 48)
    let variance = try #require(found["explainedVariance"] as? [String: Double])
    #expect(Set(variance.keys) == ["global", "legacy", "perToken"])
    let ce = try #require(found["ce"] as? [String: Double])
    #expect(ce["tokens"] ?? 0 > 150)
    #expect(Set(["clean", "spliced", "zeroAblated", "meanAblated", "score"]).isSubset(of: ce.keys))
    let kl = try #require(found["kl"] as? [String: Double])
    #expect(kl["spliced"] ?? -1 >= 0)
    let intervals = try #require(found["intervals"] as? [String: [String: Double]])
    #expect(intervals["mse"]?["low"] ?? 9e9 <= mse && intervals["mse"]?["high"] ?? 0 >= mse)
    let classes = try #require(found["classes"] as? [[String: Any]])
    let names = classes.compactMap { $0["name"] as? String }
    #expect(names.contains("inTag") && names.contains("inText") && names.contains("closingTag"))
    #expect(classes.reduce(0) { $0 + ($1["rows"] as? Int ?? 0) } == rows)
    #expect((found["warnings"] as? [String]) == [])
    #expect(found["processing"] as? [String] == [] && found["bos"] as? String == "always")
  }

  @Test func readsACorpusOnTheWay() throws {
    let workshop = try workshop()
    let found = try run(
      workshop, "evaluate", "sae", "--sae", "sae", "--model", "tiny", "--corpus", "pages",
      "--split", "all", "--max-tokens", "200", "--bootstrap", "0", "--json"
    ).object()
    #expect(found["rows"] as? Int == 200 && found["ce"] is [String: Any])
    #expect(found["bos"] as? String == "always")
    #expect((found["warnings"] as? [String])?.first?.contains("may have learnt from") == true)
  }

  @Test func changesFeaturesWhileTextIsWritten() throws {
    let workshop = try workshop()
    func generate(_ changes: String...) throws -> Command {
      try Command(
        arguments: [
          "generate", "--model", "tiny", "--prompt", "<li>", "--max-tokens", "8", "--json",
          "--quiet",
        ] + changes, folder: workshop.path)
    }
    func tokens(_ command: Command) throws -> [Int] {
      #expect(command.exitCode == 0, "\(command.errors)")
      return try #require(try command.object()["tokens"] as? [Int])
    }
    let plain = try tokens(try generate())
    #expect(try tokens(try generate("--steer", "sae:3=0", "--steer", "sae:4=0")) == plain)
    #expect(try tokens(try generate("--steer", "sae:3=1000")) != plain)
    #expect(try tokens(try generate("--set-feature", "sae:3=1000", "--at", "last")) != plain)
    let outside = try generate("--steer", "sae:48=1")
    #expect(outside.exitCode == 64 && outside.errors.contains("features 0 to 47"))
    let processed = try generate("--steer", "sae:3=1", "--processing", "center_writing_weights")
    #expect(processed.exitCode == 1 && processed.errors.contains("--processing none"))
  }

  @Test func convertsAndInspects() throws {
    let workshop = try workshop()
    try run(workshop, "autoencoder", "convert", "sae", "copy", "--hook-name", "hook_embed")
    let found = try run(workshop, "autoencoder", "inspect", "copy", "--json").object()
    #expect(found["architecture"] as? String == "topk" && found["k"] as? Int == 4)
    #expect(found["hookName"] as? String == "hook_embed" && found["features"] as? Int == 48)
    #expect(found["format"] as? String == "SAELens")
    #expect(try run(workshop, "autoencoder", "inspect", "copy").output.contains("hook_embed"))
  }

  @Test func refusesWhatDoesNotFit() throws {
    let workshop = try workshop()
    func message(_ arguments: String..., code: Int32 = 1) throws -> String {
      let command = try Command(
        arguments: ["evaluate", "sae", "--sae", "sae"] + arguments + ["--quiet"],
        folder: workshop.path)
      #expect(command.exitCode == code, "\(command.errors)")
      #expect(command.output.isEmpty)
      return command.errors
    }
    #expect(
      try message("--harvest", "harvest", "--site", "blocks.1.mlp.hook_post")
        .contains("--site \(site)"))
    #expect(
      try message("--harvest", "harvest", "--site", "blocks.1.mlp.hook_post", "--ignore-mismatch")
        .contains("takes rows of 16 numbers"))
    #expect(
      try message(
        "--harvest", "harvest", "--model", "tiny", "--processing", "center_writing_weights"
      ).contains("--processing none"))
    #expect(try message(code: 64).contains("expected either --harvest"))
    #expect(try message("--corpus", "pages", code: 64).contains("--model"))

    try run(workshop, "autoencoder", "convert", "sae", "other")
    let path = workshop.folder.file("other/cfg.json")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("\"prepend_bos\" : true", with: "\"prepend_bos\" : false")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let other = try run(
      workshop, "evaluate", "sae", "--sae", "other", "--harvest", "harvest", code: 1)
    #expect(other.errors.contains("--bos never"), "\(other.errors)")

    let weights = workshop.folder.file("other/sae_weights.safetensors")
    try Data(contentsOf: URL(fileURLWithPath: weights)).prefix(500)
      .write(to: URL(fileURLWithPath: weights))
    let cut = try run(workshop, "autoencoder", "inspect", "other", code: 1)
    #expect(cut.errors.contains("sae_weights.safetensors"), "\(cut.errors)")
  }

  @Test func saysWhichPartOfTheDocumentsIsEmpty() throws {
    let workshop = try TinyWorkshop(pageCount: 1)
    try run(
      workshop, "harvest", "--model", "tiny", "--corpus", "pages", "--site", site, "--context",
      "32", "--output", "harvest")
    try FileManager.default.copyItem(
      atPath: goldenPath("AutoencoderSplices/resid"), toPath: workshop.folder.file("sae"))
    let parts = try ["test", "validation"].map { split in
      try Command(
        "evaluate", "sae", "--sae", "sae", "--harvest", "harvest", "--split", split, "--quiet",
        folder: workshop.path)
    }
    #expect(parts.contains { $0.errors.contains("falls into the") })
    let all = try run(
      workshop, "evaluate", "sae", "--sae", "sae", "--harvest", "harvest", "--split", "all",
      "--json"
    ).object()
    #expect(
      (all["warnings"] as? [String])?.contains("intervals need two documents or more") == true)
    #expect(all["processing"] as? [String] == [] && all["bos"] as? String == "always")
  }
}
