import Foundation
import TestSupport
import Testing

/// What a user gets wrong ends in one clear line, and leaves nothing behind.
@Suite struct BadInputTests {
  private static let patch = [
    "patch", "--model", "tiny", "--answer", "a", "--wrong", "b", "--site", "resid_post",
  ]

  @Test(arguments: [
    (["run", "--model", "nothing", "--prompt", "x"], Int32(1), "nothing"),
    (["run", "--model", "tiny"], 64, "--prompt TEXT"),
    (["run", "--model", "tiny", "--tokens", "1,x"], 64, "'x' is no token id"),
    (["run", "--model", "tiny", "--tokens", "999"], 1, "ids 0 to 257"),
    (["run", "--model", "tiny", "--prompt", "a", "--positions", "9"], 1, "position 9"),
    (["generate", "--model", "tiny", "--prompt", "a", "--ablate", "5.1"], 64, "no neuron 5.1"),
    (["generate", "--model", "tiny", "--prompt", "a", "--steer", "s:x=1"], 64, "SAE-FOLDER:456=8"),
    (["generate", "--model", "tiny", "--prompt", "a", "--steer", "nowhere:1=1"], 1, "nowhere"),
    (
      [
        "harvest", "--model", "tiny", "--corpus", "pages", "--site", "blocks.9.hook_resid_pre",
        "--context", "64",
        "--output", "h",
      ], 1, "no site 'blocks.9.hook_resid_pre'"
    ),
    (
      [
        "harvest", "--model", "tiny", "--corpus", "nowhere", "--site", "resid_pre", "--output", "h",
      ],
      1, "nowhere"
    ),
    (
      [
        "harvest", "--model", "tiny", "--corpus", "empty", "--site", "resid_pre", "--context", "64",
        "--output",
        "h",
      ],
      1, "empty"
    ),
    (
      [
        "harvest", "--model", "broken", "--corpus", "pages", "--site", "resid_pre", "--output", "h",
      ],
      1, "model.safetensors"
    ),
    (["activations", "info", "nowhere"], 1, "nowhere"),
    (["rank", "neurons", "--harvest", "nowhere", "--label", "html.close"], 1, "nowhere"),
    (["train", "sae", "--harvest", "x", "--width", "8", "--output", "s"], 64, "--steps"),
    (
      ["train", "sae", "--harvest", "x", "--width", "8", "--steps", "1", "--output", "s"], 1,
      "k must be from 1 to the width 8, found 32.0"
    ),
    (
      [
        "train", "sae", "--harvest", "x", "--width", "64", "--steps", "1", "--output", "s",
        "--set", "bandwith=1",
      ], 1, "unknown key 'bandwith': did you mean 'bandwidth'?"
    ),
    (
      [
        "train", "sae", "--harvest", "x", "--width", "64", "--steps", "1", "--output", "s",
        "--preset", "mine",
      ], 64, "anthropic-2024-04"
    ),
    (["train", "sae", "--config", "nowhere.yaml", "--output", "s"], 1, "nowhere.yaml"),
    (
      ["train", "sae", "--harvest", "x", "--width", "64", "--steps", "1", "--output", "s"], 1,
      "x/manifest.json"
    ),
    (["report", "nothing.json", "-o", "page.html"], 1, "nothing.json"),
    (["corpus", "clean", "pages/0.html", "--recipe", "magic"], 1, "magic"),
    (patch + ["--clean", "abc", "--corrupted", "ab"], 1, "one length"),
    (patch + ["--clean", "abc", "--corrupted", "ab", "--align", "index"], 1, "by index"),
    (patch + ["--clean", "abc"], 64, "--corrupted"),
    (patch + ["--clean", "abc", "--corrupted", "abd", "--positions", "7"], 1, "position 7"),
    (patch + ["--clean", "abc", "--corrupted", "abd", "--by", "head"], 1, "no heads"),
    (patch + ["--clean", "abc", "--corrupted", "abd", "--paths-to", "0.9.q"], 1, "head 0.9"),
    (patch + ["--clean", "abc", "--corrupted", "abd", "--paths-to", "x"], 64, "'x'"),
    (patch + ["--clean", "abc", "--source", "steer"], 64, "--steer"),
    (
      ["patch", "--model", "tiny", "--clean", "a", "--answer", "ab", "--site", "z"], 1, "one token"
    ),
    (["attribute", "--model", "tiny", "--prompt", "abc"], 64, "--answer"),
    (["attribute", "--model", "tiny", "--prompt", "a", "--answer", "abc"], 1, "one token"),
    (["attribute", "--model", "tiny", "--prompt", "a", "--answer", "#999"], 64, "#257"),
    (
      ["attribute", "--model", "tiny", "--prompt", "a", "--answer", "b", "--by", "node"], 64,
      "--site"
    ),
    (["attribute", "--model", "tiny", "--prompts", "nothing.jsonl"], 1, "nothing.jsonl"),
    (
      [
        "attribute", "--model", "tiny", "--prompt", "a", "--answer", "b", "--by",
        "neuron-importance", "--layer", "7",
      ], 1, "layer 7"
    ),
    (["ablate", "--model", "tiny", "--prompt", "abc", "--heads", "5.1"], 1, "head 5.1"),
    (["ablate", "--model", "tiny", "--prompt", "abc", "--heads", "5"], 1, "LAYER.HEAD"),
    (["ablate", "--model", "tiny", "--prompt", "abc", "--neurons", "0.99"], 1, "neuron 0.99"),
    (["ablate", "--model", "tiny", "--prompt", "abc"], 64, "--heads"),
    (["inspect", "brackets"], 64, "--tokenizer"),
    (["replay"], 64, "<case>"),
    (["replay", "5", "--model", "tiny"], 64, "'5'"),
    (["replay", "003", "--model", "nothing"], 1, "nothing"),
    (["replay", "004", "--model", "tiny", "--corpus", "nowhere"], 1, "nowhere"),
    (["inspect", "brackets", "--model", "tiny", "--answer", ")"], 64, "--prompt"),
    (
      ["inspect", "brackets", "--model", "tiny", "--prompt", "f(x", "--answer", "))"], 1,
      "'))' is no bracket"
    ),
    (["inspect", "brackets", "--model", "tiny", "--prompts", "nothing.jsonl"], 1, "nothing.jsonl"),
    (
      ["inspect", "brackets", "--model", "tiny", "--prompts", "pages/0.html"], 1,
      "0.html, line 1: expected an object"
    ),
    (
      ["ablate", "--model", "tiny", "--prompt", "abc", "--heads", "0.0", "--kinds", "none"], 64,
      "'none'"
    ),
    (
      ["ablate", "--model", "tiny", "--bos", "never", "--prompt", "a", "--heads", "0.0"], 1,
      "two tokens"
    ),
  ])
  func saysWhatIsWrong(arguments: [String], code: Int32, fragment: String) throws {
    let workshop = try TinyWorkshop(pageCount: 1)
    let files = FileManager.default
    try files.createDirectory(
      atPath: workshop.folder.file("empty"), withIntermediateDirectories: true)
    try files.copyItem(
      atPath: workshop.folder.file("Checkpoints/tiny"),
      toPath: workshop.folder.file("Checkpoints/broken"))
    let weights = URL(
      fileURLWithPath: workshop.folder.file("Checkpoints/broken/model.safetensors"))
    try Data(contentsOf: weights).prefix(1000).write(to: weights)

    let command = try Command(arguments: arguments, folder: workshop.path)
    #expect(command.exitCode == code, "\(command.errors)")
    #expect(command.errors.contains(fragment), "\(command.errors)")
    #expect(command.output.isEmpty)
    let first = command.errors.split(separator: "\n").first ?? ""
    #expect(first.hasPrefix("Error: "), "\(first)")
    let shards = (try? files.contentsOfDirectory(atPath: workshop.folder.file("h"))) ?? []
    #expect(shards.allSatisfy { $0 == ".lock" }, "\(shards)")
  }
}
