import Foundation
import TestSupport
import Testing

/// From pages to a report, each command as a user gives it.
@Suite struct WholePathTests {
  @Test func pagesBecomeRankedFeaturesAndAPage() throws {
    let workshop = try TinyWorkshop()
    func thresher(_ arguments: String...) throws -> Command {
      let command = try Command(arguments: arguments + ["--quiet"], folder: workshop.path)
      #expect(command.exitCode == 0, "\(arguments): \(command.errors)")
      return command
    }
    func save(_ command: Command, _ name: String) throws {
      try Data(command.output.utf8).write(to: URL(fileURLWithPath: workshop.folder.file(name)))
    }
    let site = "blocks.1.hook_resid_pre"
    let neurons = "blocks.1.mlp.hook_post"

    let harvest = try thresher(
      "harvest", "--model", "tiny", "--corpus", "pages", "--site", site, "--site", neurons,
      "--context", "32", "--shard-rows", "1000", "--output", "harvest", "--json")
    let counts = try harvest.object()
    #expect(counts["rows"] as? Int ?? 0 > 2000)
    #expect(counts["shards"] as? Int ?? 0 >= 2)
    try save(harvest, "harvest.json")
    #expect(try thresher("activations", "verify", "harvest").output.contains("sound"))

    let sae = try thresher(
      "train", "sae", "--harvest", "harvest", "--site", site, "--width", "64", "--k", "4",
      "--steps", "60", "--batch", "128", "--output", "sae", "--json")
    let metrics = try #require(try sae.object()["metrics"] as? [String: Any])
    #expect(metrics["l0"] as? Double ?? 0 <= 4)
    try save(sae, "sae.json")

    let probe = try thresher(
      "train", "probe", "--harvest", "harvest", "--site", neurons, "--label", "html.close",
      "--output", "probe", "--json")
    let probes = try #require(try probe.object()["probes"] as? [[String: Any]])
    #expect(probes.count == 1)
    #expect(probes[0]["converged"] as? Bool == true)
    try save(probe, "probe.json")

    let ranked = try thresher(
      "rank", "features", "--sae", "sae", "--harvest", "harvest", "--site", site, "--label",
      "html.close", "--top", "5", "--json")
    let items = try #require(try ranked.object()["items"] as? [[String: Any]])
    #expect(items.count == 5)
    try save(ranked, "features.json")
    let best = try #require(items[0]["index"] as? Int)
    let inspected = try thresher(
      "inspect", "feature", "\(best)", "--sae", "sae", "--harvest", "harvest", "--site", site,
      "--label", "html.close", "--json")
    try save(inspected, "feature.json")
    _ = try thresher(
      "rank", "neurons", "--harvest", "harvest", "--site", neurons, "--label", "html.tag=li")
    _ = try thresher("inspect", "neuron", "1.3", "--harvest", "harvest")

    _ = try thresher(
      "report", "harvest.json", "sae.json", "probe.json", "features.json", "feature.json",
      "-o", "page.html")
    let page = try String(contentsOfFile: workshop.folder.file("page.html"), encoding: .utf8)
    #expect(page.contains("html.close"))
  }

  @Test func harvestedActivationsAreThoseOfARun() throws {
    let workshop = try TinyWorkshop(pageCount: 1)
    let run = try Command(
      "harvest", "--model", "tiny", "--corpus", "pages", "--site", "resid_post", "--context", "64",
      "--max-tokens", "20", "--recipe", "raw", "--output", "harvest", "--json", "--quiet",
      folder: workshop.path)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try run.object()["rows"] as? Int == 20)
  }

  @Test func theSameCommandAgainChangesNothing() throws {
    let workshop = try TinyWorkshop(pageCount: 6)
    let arguments = [
      "harvest", "--model", "tiny", "--corpus", "pages", "--site", "resid_pre1", "--context", "32",
      "--shard-rows", "200", "--output", "harvest", "--quiet",
    ]
    func checksums() throws -> [String: Data] {
      let names = try FileManager.default.contentsOfDirectory(
        atPath: workshop.folder.file("harvest"))
      return try Dictionary(
        uniqueKeysWithValues: names.map { name in
          let file = workshop.folder.file("harvest/\(name)")
          return (name, try Data(contentsOf: URL(fileURLWithPath: file)))
        })
    }
    #expect(try Command(arguments: arguments, folder: workshop.path).exitCode == 0)
    let whole = try checksums()
    #expect(try Command(arguments: arguments, folder: workshop.path).exitCode == 0)
    #expect(try checksums() == whole)

    // As if it had been killed behind its first shard.
    let manifest = workshop.folder.file("harvest/manifest.json")
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: manifest)))
        as? [String: Any])
    let shards = try #require(object["shards"] as? [[String: Any]])
    object["shards"] = Array(shards.prefix(1))
    try JSONSerialization.data(withJSONObject: object).write(to: URL(fileURLWithPath: manifest))
    for shard in shards.dropFirst() {
      let name = try #require(shard["file"] as? String)
      try FileManager.default.removeItem(atPath: workshop.folder.file("harvest/\(name)"))
    }
    #expect(try Command(arguments: arguments, folder: workshop.path).exitCode == 0)
    #expect(try checksums() == whole)
  }
}
