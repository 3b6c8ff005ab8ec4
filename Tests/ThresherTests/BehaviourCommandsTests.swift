import Foundation
import TestSupport
import Testing

/// Attribution, patching and ablation as a user asks for them.
@Suite struct BehaviourCommandsTests {
  private let workshop: TinyWorkshop

  init() throws { workshop = try TinyWorkshop(pageCount: 2) }

  private func object(_ arguments: [String]) throws -> [String: Any] {
    let command = try Command(
      arguments: arguments + ["--model", "tiny", "--json", "--quiet"], folder: workshop.path)
    #expect(command.exitCode == 0, "\(arguments): \(command.errors)")
    return try command.object()
  }

  @Test(arguments: ["component", "head", "neuron", "source-position"])
  func attributionsAddUp(by kind: String) throws {
    let found = try object([
      "attribute", "--prompt", "<b>x", "--answer", "</", "--wrong", ".", "--by", kind, "--top", "5",
    ])
    let rows = try #require(found["rows"] as? [[String: Any]])
    let difference = try #require(found["logitDiff"] as? Double)
    let sum = rows.reduce(0) { $0 + ($1["value"] as? Double ?? .nan) }
    let remainder = try #require(found["remainder"] as? Double)
    #expect(abs(sum + remainder - difference) < 1e-9)
    #expect(abs(remainder) < 1e-4)
    #expect(rows.count == 6)
  }

  @Test func patchGivesTheGridThatScriptsRead() throws {
    let found = try object([
      "patch", "--clean", "<b>x", "--corrupted", "<i>x", "--answer", "</", "--wrong", ".",
      "--site", "resid_post", "--site", "attn_out",
    ])
    let sites = try #require(found["sites"] as? [[String: Any]])
    #expect(
      sites.map { $0["site"] as? String } == ["blocks.*.hook_resid_post", "blocks.*.hook_attn_out"])
    #expect(sites[0]["rows"] as? [Int] == [0, 1])
    let values = try #require(sites[0]["values"] as? [[Double]])
    let clean = try #require(found["clean"] as? [String: Any])
    let difference = try #require(clean["logitDiff"] as? Double)
    #expect(abs((values.last?.last ?? .nan) - difference) < 1e-4)
    #expect((clean["tokens"] as? [[String: Any]])?.count == values[0].count)
  }

  @Test func everyWayOfPatchingRuns() throws {
    let prompts = [
      "patch", "--clean", "<b>x", "--corrupted", "<i>x", "--answer", "</", "--wrong", ".",
    ]
    for more in [
      ["--site", "z", "--by", "head"], ["--site", "pattern", "--by", "head-position"],
      ["--site", "mlp_out", "--source", "noise", "--direction", "noising"],
      ["--site", "mlp_out", "--source", "mean", "--by", "layer", "--metric", "probability"],
      ["--paths-to", "1.0.q,logits"], ["--paths-to", "mlp1", "--hold-mlps"],
    ] {
      _ = try object(prompts + more)
    }
    let attributed = ["attribute", "--prompt", "<b>x", "--corrupted", "<i>x", "--answer", "</"]
    _ = try object(attributed + ["--by", "node", "--site", "resid_pre", "--steps", "3"])
    _ = try object(attributed + ["--by", "edge", "--into", "1.1.v"])
    _ = try object(["attribute", "--prompt", "<b>x", "--answer", "</", "--by", "logit-lens"])
    _ = try object([
      "attribute", "--prompt", "<b>x", "--answer", "</", "--by", "neuron-importance",
    ])
  }

  @Test func manyPromptsComeWithIntervals() throws {
    let lines = ["a<b>", "b<i>", "c<u>"].map {
      #"{"prompt": "\#($0)", "answer": "</", "wrong": ".", "corrupted": "xyzw"}"#
    }
    try Data(lines.joined(separator: "\n").utf8)
      .write(to: URL(fileURLWithPath: workshop.folder.file("prompts.jsonl")))
    let found = try object(["attribute", "--prompts", "prompts.jsonl", "--by", "component"])
    let rows = try #require(found["rows"] as? [[String: Any]])
    for row in rows where row["label"] as? String != "b_U" {
      let low = try #require(row["ciLow"] as? Double)
      let value = try #require(row["value"] as? Double)
      let high = try #require(row["ciHigh"] as? Double)
      #expect(low <= value && value <= high)
    }
    let patched = try object(["patch", "--prompts", "prompts.jsonl", "--site", "resid_post"])
    #expect(patched["pairs"] as? Int == 3)
  }

  @Test func ablationGivesANumberForEveryToken() throws {
    let found = try object([
      "ablate", "--corpus", "pages", "--max-documents", "2", "--context", "20", "--heads", "0.1",
      "--neurons", "1.3", "--components", "mlp_out0", "--per-token", "--kinds",
      "zero-patched,mean-direct,resample-patched",
    ])
    #expect(found["tokens"] as? Int == 38)
    let units = try #require(found["units"] as? [[String: Any]])
    #expect(units.map { $0["unit"] as? String } == ["0.1", "1.3", "blocks.0.hook_mlp_out"])
    let kinds = try #require(units[0]["kinds"] as? [[String: Any]])
    #expect(
      kinds.map { $0["kind"] as? String } == ["zero-patched", "mean-direct", "resample-patched"])
    #expect((kinds[0]["perToken"] as? [[Double]])?.map(\.count) == [19, 19])
  }

  @Test func bracketsAreCountedAndForeseen() throws {
    let found = try object(["inspect", "brackets"])
    let symbols = try #require(found["symbols"] as? [[String: Any]])
    #expect(symbols.map { $0["symbol"] as? String } == "([{<)]}>".map(String.init))
    // Of the bytes and `</` each is one token.
    #expect(symbols.map { $0["count"] as? Int } == [1, 1, 1, 2, 1, 1, 1, 1])
    let prompts = try #require(found["prompts"] as? [[String: Any]])
    for prompt in prompts {
      let shares = try #require(prompt["conditional"] as? [Double])
      #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
      #expect(prompt["metrics"] == nil)
    }
    // Those of more bytes than the context are left out, and it is said.
    #expect(prompts.count < 72)
    #expect((found["warnings"] as? [String])?.contains { $0.contains("left out") } == true)
    let answered = try object(["inspect", "brackets", "--prompts", "reference"])
    let first = try #require((answered["prompts"] as? [[String: Any]])?.first)
    #expect((first["metrics"] as? [String: Double])?.count == 7)
  }
}
