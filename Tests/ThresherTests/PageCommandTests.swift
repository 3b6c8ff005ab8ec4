import Foundation
import TestSupport
import Testing

/// `--report` and `--open` of the commands that have results, and the formats of `report`.
@Suite struct PageCommandTests {
  private let workshop: TinyWorkshop

  init() throws { workshop = try TinyWorkshop() }

  private func harvest() throws {
    let command = try run(
      "harvest --model tiny --corpus pages --site blocks.1.hook_resid_pre --site "
        + "blocks.1.mlp.hook_post --context 32 --output harvest --report harvest.html")
    try #require(command.exitCode == 0)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: workshop.folder.file(name), encoding: .utf8)
  }

  private func run(_ line: String) throws -> Command {
    let words = line.split(separator: " ").map(String.init)
    let command = try Command(arguments: words + ["--quiet"], folder: workshop.path)
    #expect(command.exitCode == 0, "\(line): \(command.errors)")
    return command
  }

  private let neurons = "--harvest harvest --site blocks.1.mlp.hook_post"

  @Test func everyCommandThatReadsAHarvestWritesItsPage() throws {
    try harvest()
    #expect(try text("harvest.html").contains(">harvest</h1>"))
    let lines = [
      ("rank neurons \(neurons) --label html.close", "Neurons ranked"),
      ("rank neurons \(neurons) --label html.close --test logit", "beta"),
      ("inspect neuron 3,5 \(neurons) --logits --correlated --ablate", "Taken out"),
      ("inspect dashboard \(neurons) --label html.close --logits", "Neurons of blocks.1.mlp"),
      ("train probe \(neurons) --label html.close --output probe", "Probes"),
      ("train probe \(neurons) --label html.close --classes li,b", "precision"),
      ("evaluate probe --probe probe --harvest harvest --label html.close", "Probes"),
    ]
    for (line, expected) in lines { try expectPage(of: line, with: expected) }
    let words = "inspect dashboard \(neurons) --logits --model none".split(separator: " ")
    let missing = try Command(arguments: words.map(String.init), folder: workshop.path)
    #expect(missing.exitCode == 1 && missing.errors.contains("none"))
  }

  @Test(
    arguments: [
      ("inspect head 0.1,1.0 --model tiny --prompt <b>x</b><b>y", "looks most"),
      ("run --model tiny --prompt <b>x", "Log-probabilities"),
      ("attribute --model tiny --prompt <b>x --answer </ --by head", "Attribution"),
      (
        "patch --model tiny --clean <b>x --corrupted <i>x --answer </ --wrong . --site resid_post",
        "Patching"
      ),
      ("inspect brackets --model tiny --prompt a(b", "Brackets"),
      ("ablate --model tiny --prompt <b>x --heads 0.1 --per-token", "Change of each token"),
    ])
  func everyCommandThatReadsAModelWritesItsPage(line: String, expected: String) throws {
    try expectPage(of: line, with: expected)
  }

  private func expectPage(of line: String, with expected: String) throws {
    let command = try run(line + " --json --report page.html")
    let page = try text("page.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains(expected), "\(line)")
    #expect(["{", "["].contains(command.output.prefix(1)), "\(line)")
    #expect(command.errors.contains("report: page.html"), "\(line)")
  }

  @Test func autoencodersHavePagesOfTheirTrainingAndTheirFeatures() throws {
    try harvest()
    let site = "--harvest harvest --site blocks.1.hook_resid_pre"
    _ = try run(
      "train sae \(site) --width 32 --k 4 --steps 20 --batch 64 --output sae --report sae.html")
    #expect(try text("sae.html").contains("Active features a row"))
    _ = try run("evaluate sae --sae sae \(site) --split all --report evaluation.html")
    #expect(try text("evaluation.html").contains("Sparse autoencoder evaluated"))
    _ = try run("rank features --sae sae \(site) --label html.close --report ranked.html")
    #expect(try text("ranked.html").contains("Features ranked"))
    _ = try run(
      "inspect feature 1 --sae sae \(site) --logits --correlated --ablate --report feature.html")
    for words in ["Features in context", "Effect on next-token logits", "Correlated columns"] {
      #expect(try text("feature.html").contains(words))
    }
    for line in ["rank features --label html.close", "inspect feature 1", "inspect dashboard"] {
      let output = try run("\(line) --sae sae --harvest harvest --json").output
      #expect(output.contains("blocks.1.hook_resid_pre"), "\(line)")
    }
    let dashboard = try run("inspect dashboard --sae sae \(site) --logits --ablate 3 --json")
    let found = try dashboard.object()
    let changes = try #require((found["columns"] as? [[String: Any]])?.last)
    #expect(changes["title"] as? String == "loss change")
    #expect((changes["values"] as? [Any])?.count { !($0 is NSNull) } == 3)
    #expect((found["features"] as? [[String: Any]])?.count == 32)
    try Data(dashboard.output.utf8)
      .write(to: URL(fileURLWithPath: workshop.folder.file("dashboard.json")))
    _ = try run("report dashboard.json -o dashboard.html")
    #expect(try text("dashboard.html").contains("data-view=\"dashboard\""))
    _ = try run("report dashboard.json --format neuronpedia -o batch-0.json")
    #expect(try text("batch-0.json").contains("correlated_features_pearson"))
  }

  @Test func theFormatsHoldWhatTheResultSays() throws {
    try harvest()
    let ranking = try run("rank neurons \(neurons) --label html.close --top 3 --json")
    try Data(ranking.output.utf8)
      .write(to: URL(fileURLWithPath: workshop.folder.file("rank.json")))
    _ = try run("report rank.json --format csv -o rank.csv")
    let rows = try text("rank.csv").split(separator: "\r\n")
    #expect(rows.count == 4 && rows[0].hasPrefix("neuron,score,"))
    _ = try run("report rank.json --format json -o again.json")
    _ = try run("report again.json --format csv -o again.csv")
    #expect(try text("again.csv") == text("rank.csv"))

    let patched = try run(
      "patch --model tiny --clean <b>x --corrupted <i>x --answer </ --wrong . --site resid_post "
        + "--site attn_out --json")
    try Data(patched.output.utf8)
      .write(to: URL(fileURLWithPath: workshop.folder.file("patch.json")))
    _ = try run("report patch.json --format svg -o patch.svg")
    for name in ["patch-1.svg", "patch-2.svg"] {
      #expect(try text(name).hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    }
    _ = try run("report rank.json patch.json -o both.html")
    #expect(try text("both.html").contains("Patching"))
  }

  @Test func thePageIsOpenedInTheBrowserThatIsNamed() throws {
    let script = workshop.folder.file("browser")
    try Data("#!/bin/sh\necho \"$1\" > \"$(dirname \"$0\")/opened\"\n".utf8)
      .write(to: URL(fileURLWithPath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let command = try Command(
      arguments: ["run", "--model", "tiny", "--prompt", "a", "--report", "page.html", "--open"],
      folder: workshop.path, environment: ["BROWSER": script])
    #expect(command.exitCode == 0, "\(command.errors)")
    let opened = workshop.folder.file("opened")
    for _ in 0..<100 where !FileManager.default.fileExists(atPath: opened) {
      Thread.sleep(forTimeInterval: 0.02)
    }
    #expect(try text("opened").hasSuffix("/page.html\n"))
  }

  @Test func coloursAreForTerminalsOnly() throws {
    let line = ["run", "--model", "tiny", "--prompt", "<b>x", "--quiet"]
    let plain = try Command(arguments: line, folder: workshop.path)
    #expect(!plain.output.contains("\u{1B}"))
    let colored = try Command(
      arguments: line, folder: workshop.path, environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": ""])
    #expect(colored.output.contains("\u{1B}[38;5;") && colored.output.contains("█"))
    let forbidden = try Command(
      arguments: line, folder: workshop.path,
      environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"])
    #expect(forbidden.output == plain.output)
  }

  @Test(arguments: [
    ("run --model tiny --prompt a --open", 64, "--open goes with --report"),
    ("run --model tiny --prompt a --report no/such/folder/page.html", 1, "cannot write it"),
    ("inspect head 7.0 --model tiny --prompt ab", 1, "no such head"),
    ("report missing.json -o page.html", 1, "missing.json: cannot read it"),
    ("inspect dashboard --harvest harvest --max-rows 0", 64, "--max-rows"),
  ])
  func whatCannotBeDoneIsSaid(line: String, exitCode: Int, message: String) throws {
    let command = try Command(
      arguments: line.split(separator: " ").map(String.init), folder: workshop.path)
    #expect(command.exitCode == exitCode, "\(line)")
    #expect(command.errors.contains(message), "\(line): \(command.errors)")
  }
}
