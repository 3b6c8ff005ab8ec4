import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

/// Parts of a harvest, and what `activations` makes of harvests.
@Suite struct HarvestPartsTests {
  private let workshop: TinyWorkshop

  init() throws { workshop = try TinyWorkshop() }

  @discardableResult
  private func thresher(_ arguments: String...) throws -> Command {
    let command = try Command(arguments: arguments + ["--quiet"], folder: workshop.path)
    #expect(command.exitCode == 0, "\(arguments): \(command.errors)")
    return command
  }

  private func harvest(_ output: String, _ more: String...) throws {
    let command = try Command(
      arguments: [
        "harvest", "--model", "tiny", "--corpus", "pages", "--site", "resid_pre1", "--site",
        "blocks.1.mlp.hook_post", "--context", "32", "--shard-rows", "1000", "--quiet",
        "--output", output,
      ] + more, folder: workshop.path)
    #expect(command.exitCode == 0, "\(more): \(command.errors)")
  }

  /// What `export` writes of a harvest.
  private func tensors(_ harvest: String) throws -> SafetensorsFile {
    try thresher("activations", "export", harvest, "--output", "\(harvest).safetensors")
    return try SafetensorsFile(path: workshop.folder.file("\(harvest).safetensors"))
  }

  private func shards(_ harvest: String) throws -> [[String: Any]] {
    let file = workshop.folder.file("\(harvest)/manifest.json")
    let object = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: file)))
    return try #require((object as? [String: Any])?["shards"] as? [[String: Any]])
  }

  @Test(arguments: [nil, "1500"])
  func partsTogetherAreTheWhole(maxTokens: String?) throws {
    let budget = maxTokens.map { ["--max-tokens", $0] } ?? []
    func harvest(_ output: String, _ more: [String]) throws {
      let command = try Command(
        arguments: [
          "harvest", "--model", "tiny", "--corpus", "pages", "--site", "resid_pre1", "--context",
          "32", "--shard-rows", "1000", "--quiet", "--output", output,
        ] + budget + more, folder: workshop.path)
      #expect(command.exitCode == 0, "\(command.errors)")
    }
    try harvest("whole", [])
    for part in 0..<3 { try harvest("part-\(part)", ["--part", "\(part)/3"]) }
    try thresher("activations", "merge", "part-2", "part-0", "part-1", "--output", "merged")
    try thresher("activations", "verify", "merged")
    for key in ["file", "rows", "sequences", "tokens"] {
      func values(_ harvest: String) throws -> [String] {
        try shards(harvest).map { "\($0[key] ?? "")" }
      }
      #expect(try values("merged") == values("whole"))
    }
    let (merged, whole) = (try tensors("merged"), try tensors("whole"))
    #expect(merged.tensorNames == whole.tensorNames)
    for name in merged.tensorNames {
      let (mine, other) = (try merged.tensor(name), try whole.tensor(name))
      // The same numbers, but for the rounding of products of other sizes.
      let bound: Float = name.contains("hook") ? 1e-5 : 0
      #expect(relativeDifference(mine.matrix, other.matrix) <= bound, "\(name)")
    }
  }

  @Test func labelsStandBesideTheActivations() throws {
    let names = ["html.depth", "html.distance", "html.tag=b", "bracket.close", "html.close"]
    let labels = names.flatMap { ["--label", $0] }
    func harvest(_ output: String, _ more: String...) throws {
      let command = try Command(
        arguments: [
          "harvest", "--model", "tiny", "--corpus", "pages", "--site", "resid_pre1", "--context",
          "32", "--shard-rows", "1000", "--positions", "every:3", "--quiet", "--output", output,
        ] + labels + more, folder: workshop.path)
      #expect(command.exitCode == 0, "\(command.errors)")
    }
    try harvest("whole")
    for part in 0..<2 { try harvest("part-\(part)", "--part", "\(part)/2") }
    try thresher("activations", "merge", "part-0", "part-1", "--output", "merged")
    try thresher("activations", "split", "whole", "--output", "split")
    for harvest in ["whole", "merged", "split/train"] {
      // Holds them against what the tokens' text says.
      try thresher("activations", "verify", harvest, "--model", "tiny")
      let info = try thresher("activations", "info", harvest, "--json").object()
      #expect((info["manifest"] as? [String: Any])?["labels"] as? [String] == names)
    }
    let other = try Command(
      "activations", "verify", "whole", "--tokenizer", try otherTokenizer(), "--quiet",
      folder: workshop.path)
    #expect(other.exitCode == 1 && other.output.contains("html.depth: is not what"))
  }

  /// The workshop's tokenizer with `<` and `>` in each other's place.
  private func otherTokenizer() throws -> String {
    let folder = workshop.folder.file("other")
    try FileManager.default.copyItem(
      atPath: workshop.folder.file("Checkpoints/tiny"), toPath: folder)
    let file = URL(fileURLWithPath: folder + "/vocab.json")
    var ids = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Int])
    (ids["<"], ids[">"]) = (ids[">"], ids["<"])
    try JSONSerialization.data(withJSONObject: ids).write(to: file)
    return folder
  }

  @Test func refusesPartsThatDoNotMakeAWhole() throws {
    for part in 0..<2 { try harvest("part-\(part)", "--part", "\(part)/3") }
    try harvest("other", "--recipe", "raw", "--dtype", "float16")
    for (folders, reason) in [
      (["part-0", "part-1"], "expected the parts 0/3 to 2/3"),
      (["part-0", "other"], "the list of sites is"),
    ] {
      let merge = try Command(
        arguments: ["activations", "merge"] + folders + ["--output", "merged"],
        folder: workshop.path)
      #expect(merge.exitCode == 1)
      #expect(merge.errors.contains(reason), "\(merge.errors)")
    }
  }

  @Test func splitsByDocument() throws {
    try harvest("whole", "--dtype", "int8")
    let split = try thresher("activations", "split", "whole", "--output", "parts", "--json")
    let infos = try #require(
      try JSONSerialization.jsonObject(with: Data(split.output.utf8)) as? [[String: Any]])
    let rows = infos.compactMap { $0["rows"] as? Int }
    let all = try thresher("activations", "info", "whole", "--json").object()["rows"] as? Int
    #expect(rows.count == 3 && rows.reduce(0, +) == all)
    for part in ["train", "validation", "test"] {
      try thresher("activations", "verify", "parts/\(part)")
    }
  }

  @Test func aDryRunTellsWhatTheHarvestTakes() throws {
    let arguments = [
      "harvest", "--model", "tiny", "--corpus", "pages", "--site", "blocks.*.mlp.hook_post",
      "--context", "32", "--shard-rows", "1000", "--output", "real", "--json", "--quiet",
    ]
    let estimate = try Command(arguments: arguments + ["--dry-run"], folder: workshop.path).object()
    #expect(!FileManager.default.fileExists(atPath: workshop.folder.file("real")))
    let names = try FileManager.default.contentsOfDirectory(atPath: workshop.path)
    #expect(!names.contains { $0.contains("sample") })
    let real = try Command(arguments: arguments, folder: workshop.path).object()
    for key in ["rows", "sequences", "shards"] {
      #expect(estimate[key] as? Int == real[key] as? Int, "\(key)")
    }
    let told = try #require(estimate["bytes"] as? Double)
    let taken = try #require(real["bytes"] as? Double)
    #expect(abs(told - taken) <= 0.01 * taken, "\(told) told, \(taken) taken")
    #expect(estimate["peakMemoryBytes"] as? Int ?? 0 > 10_000_000)
  }

  @Test func looksAtRows() throws {
    try harvest("whole")
    let site = "blocks.1.hook_resid_pre"
    let head = try thresher(
      "activations", "head", "whole", "--site", site, "--rows", "3", "--json")
    let rows = try #require(try head.object()["rows"] as? [[String: Any]])
    #expect(rows.compactMap { $0["position"] as? Int } == [1, 2, 3])
    #expect(rows.compactMap { $0["document"] as? String } == ["0.html", "0.html", "0.html"])
    let kept = try thresher("activations", "stats", "whole", "--json").object()
    let computed = try thresher("activations", "stats", "whole", "--compute", "--json").object()
    func norms(_ object: [String: Any]) -> [Double] {
      (object["sites"] as? [[String: Any]] ?? []).compactMap { $0["meanNorm"] as? Double }
    }
    #expect(norms(kept).count == 2)
    #expect(zip(norms(kept), norms(computed)).allSatisfy { abs($0 - $1) < 1e-6 * $1 })
    #expect(try thresher("activations", "stats", "whole").output.contains(site))
  }

  @Test func importsWhatItExports() throws {
    try harvest("whole")
    try thresher(
      "activations", "import", "whole/shard-00000.h5", "whole/shard-00001.h5", "--output", "copied")
    try thresher("activations", "verify", "copied")
    let whole = try shards("whole").prefix(2).compactMap { $0["rows"] as? Int }
    #expect(try shards("copied").compactMap { $0["rows"] as? Int } == whole)

    let rows = normalMatrix(rows: 6, columns: 8, seed: 1)
    try Safetensors.write(
      [("activations", Tensor(rows, shape: [6, 2, 4]))], to: workshop.folder.file("0.safetensors"))
    try thresher(
      "activations", "import", "0.safetensors", "--site", "blocks.0.hook_resid_pre", "--site",
      "blocks.1.hook_resid_pre", "--output", "cached")
    let cached = try tensors("cached")
    #expect(try cached.tensor("blocks.1.hook_resid_pre").matrix == rows.columns(4..<8).contiguous)
    try thresher("activations", "verify", "cached")
  }

  @Test func writesWhatNumPyReads() throws {
    try harvest("whole")
    try thresher(
      "activations", "export", "whole", "--format", "npy", "--site", "blocks.1.hook_resid_pre",
      "--output", "rows.npy")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: workshop.folder.file("rows.npy")))
    let rows = try #require(
      try thresher("activations", "info", "whole", "--json").object()["rows"] as? Int)
    let head = String(decoding: bytes.prefix(128).dropFirst(10), as: UTF8.self)
    #expect(head.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), 16,), }"))
    #expect(bytes.count == 128 + 4 * 16 * rows)
  }
}
