import Foundation
import TestSupport
import Testing

/// Tasks as a user asks for them.
@Suite struct TaskCommandTests {
  private let workshop: TinyWorkshop

  init() throws { workshop = try TinyWorkshop(pageCount: 3) }

  private func object(_ arguments: [String]) throws -> [String: Any] {
    let command = try Command(
      arguments: arguments + ["--json", "--quiet"], folder: workshop.path)
    #expect(command.exitCode == 0, "\(arguments): \(command.errors)")
    return try command.object()
  }

  @Test func everyTaskIsListedAndShown() throws {
    let tasks = try #require(try object(["task", "list"])["tasks"] as? [[String: Any]])
    let names = tasks.compactMap { $0["task"] as? String }
    #expect(
      names == [
        "html-close", "html-tag", "bracket-close", "bracket-kind", "proper-noun",
        "copy-suppression",
      ])
    for name in names {
      let shown = try Command("task", "show", name, folder: workshop.path)
      #expect(shown.exitCode == 0 && shown.output.contains("prompts:"))
    }
  }

  @Test func aShownTaskIsOneThatCanBeGiven() throws {
    let shown = try Command("task", "show", "bracket-kind", folder: workshop.path)
    try Data(shown.output.utf8).write(to: URL(fileURLWithPath: workshop.folder.file("own.yaml")))
    let own = try object(["task", "score", "own.yaml", "--model", "tiny"])
    let builtIn = try object(["task", "score", "bracket-kind", "--model", "tiny"])
    let scores = try [own, builtIn].map { result in
      try #require((result["tasks"] as? [[String: Any]])?.first?["metrics"] as? NSDictionary)
    }
    #expect(scores[0] == scores[1])
  }

  @Test func promptsAndTheirTwinsAreShownInTokens() throws {
    let shown = try object(["task", "show", "html-tag", "--model", "tiny"])
    let prompts = try #require(shown["prompts"] as? [[String: Any]])
    for prompt in prompts {
      let tokens = try #require(prompt["tokens"] as? [String])
      if let twin = prompt["corruptedTokens"] as? [String] { #expect(twin.count == tokens.count) }
    }
  }

  @Test func aCorpusGivesAccuraciesWithIntervalsAndGroups() throws {
    let result = try object([
      "task", "score", "html-close", "html-tag", "--model", "tiny", "--corpus", "pages",
      "--recipe", "raw", "--context", "64", "--skip", "2",
    ])
    let tasks = try #require(result["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["task"] as? String } == ["html-close", "html-tag"])
    for task in tasks {
      let count = try #require(task["count"] as? Int)
      let groups = try #require(task["groups"] as? [[String: Any]])
      for kind in ["depth", "distance", "tag"] {
        let counts = groups.filter { $0["by"] as? String == kind }
          .compactMap { $0["count"] as? Int }
        #expect(count > 0 && counts.reduce(0, +) == count, "\(kind)")
      }
      let (low, high) = (task["ciLow"] as? Double ?? 2, task["ciHigh"] as? Double ?? -1)
      #expect(low <= high && task["interval"] as? String == "documents")
    }
  }

  @Test(arguments: ["heads", "neurons"])
  func unitsAreRankedForetoldMeasuredAndTakenOut(kind: String) throws {
    let result = try object([
      "rank", kind, "--model", "tiny", "--bos", "always", "--task", "html-tag", "--corpus", "pages",
      "--recipe", "body", "--context", "64", "--skip", "2", "--max-documents", "2", "--prompts",
      "3",
      "--window", "30", "--measure", "3", "--joint", "1", "--random", "2", "--test-documents", "1",
      "--top", "4",
    ])
    #expect(result["unit"] as? String == String(kind.dropLast()))
    #expect(result["candidates"] as? Int == (kind == "heads" ? 4 : 64))
    let items = try #require(result["items"] as? [[String: Any]])
    #expect(items.count == 4)
    for (index, item) in items.enumerated() {
      let statistics = try #require(item["statistics"] as? [String: Any])
      #expect(statistics["predicted"] != nil && statistics["norm"] != nil)
      #expect((statistics["measured"] != nil) == (index < 3))
    }
    #expect((result["correlation"] as? [String: Any])?["count"] as? Int == 3)
    let joint = try #require((result["joint"] as? [[String: Any]])?.first)
    let score = try #require(joint["score"] as? [String: Any])
    let ablation = try #require(score["ablation"] as? [String: Any])
    #expect((ablation["randomAccuracies"] as? [Any])?.count == 2)
  }

  @Test func promptsOfATaskRankUnitsByTheirTwins() throws {
    let result = try object([
      "rank", "heads", "--model", "tiny", "--task", "bracket-kind", "--replacement", "twin",
    ])
    #expect(result["replacement"] as? String == "twin" && result["prompts"] as? Int ?? 0 > 3)
  }

  @Test func interventionsAreHeldAgainstTheModelAsItIs() throws {
    let result = try object([
      "task", "score", "html-close", "--model", "tiny", "--corpus", "pages", "--recipe", "body",
      "--context", "64", "--skip", "2", "--ablate-heads", "0.0,1.1", "--at", "match:>",
    ])
    let score = try #require((result["tasks"] as? [[String: Any]])?.first)
    #expect(score["falseAlarms"] != nil)
    let change = try #require(score["intervention"] as? [String: Any])
    for key in ["probability", "decoys"] {
      let change = try #require(change[key] as? [String: Any])
      let raised = try #require(change["raised"] as? [String: Any])
      #expect((0...1).contains(raised["share"] as? Double ?? -1))
    }
  }

  @Test(arguments: [
    (["rank", "heads", "--model", "tiny"], Int32(64), "--task NAME"),
    (["rank", "neurons", "--model", "tiny"], 64, "--harvest FOLDER"),
    (["rank", "neurons", "--task", "html-tag"], 64, "--model MODEL"),
    (["rank", "heads", "--model", "tiny", "--task", "html-tag", "--joint", "2"], 64, "--corpus"),
    (
      ["generate", "--model", "tiny", "--prompt", "a", "--steer", "nowhere:1=2"], 1, "nowhere"
    ),
    (["generate", "--model", "tiny", "--prompt", "a", "--steer", "x"], 64, "SAE-FOLDER:456=8"),
    (["generate", "--model", "tiny", "--prompt", "a", "--ablate-heads", "9.9"], 1, "head 9.9"),
    (
      ["generate", "--model", "tiny", "--prompt", "a", "--ablate", "0.1", "--at", "match:zq"], 64,
      "no token's text has it"
    ),
  ])
  func mistakesAreNamed(arguments: [String], exitCode: Int32, message: String) throws {
    let command = try Command(arguments: arguments, folder: workshop.path)
    #expect(command.exitCode == exitCode && command.errors.contains(message), "\(command.errors)")
    #expect(!command.errors.contains("<subcommand>"), "\(command.errors)")
  }

  @Test(arguments: [
    (["score", "html-open"], "no such task"),
    (["score", "nowhere.yaml"], "there is no such file"),
    (["score", "bad.yaml"], "line 2: unknown key 'reward'"),
    (["score", "prompts.yaml", "--corpus", "pages"], "it has no measure"),
    (["score", "long.yaml"], "'bc' should be one token, and is 2: 'b', 'c'"),
  ])
  func mistakesEndInOneClearLine(arguments: [String], message: String) throws {
    for (name, text) in [
      ("bad", "name: x\nreward: 3\n"), ("prompts", "prompts: [{prompt: a, right: b}]"),
      ("long", "prompts: [{prompt: a, right: bc}]"),
    ] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: workshop.folder.file("\(name).yaml")))
    }
    let command = try Command(
      arguments: ["task"] + arguments + ["--model", "tiny"], folder: workshop.path)
    #expect(command.exitCode == 1 && command.errors.contains(message), "\(command.errors)")
    #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
  }
}
