import Checkpoints
import TestSupport
import Testing

/// What a command writes of a model's numbers says how the model was read.
@Suite struct ModelResultTests {
  private let workshop: TinyWorkshop

  init() throws { workshop = try TinyWorkshop(pageCount: 0) }

  @Test(arguments: [
    ["run", "--prompt", "a"], ["generate", "--prompt", "a", "--max-tokens", "1"],
    ["attribute", "--prompt", "a", "--answer", "b"],
    ["ablate", "--prompt", "abc", "--heads", "0.1"],
    ["patch", "--clean", "ab", "--corrupted", "cb", "--answer", "d", "--site", "z"],
    ["task", "score", "html-tag"], ["inspect", "brackets", "--prompt", "f(x"],
    ["rank", "heads", "--task", "html-tag", "--measure", "0"],
  ])
  func printedResultsSayHowTheModelWasRead(arguments: [String]) throws {
    let choices = ["--processing", "center_unembed,fold_ln", "--bos", "always"]
    let command = try Command(
      arguments: arguments + choices + ["--model", "tiny", "--json", "--quiet"],
      folder: workshop.path)
    let found = try command.object()
    #expect(found["processing"] as? [String] == ["fold_ln", "center_unembed"])
    #expect(found["bos"] as? String == "always")
  }

  @Test func savedActivationsDoToo() throws {
    let command = try Command(
      "run", "--model", "tiny", "--prompt", "a", "--processing", "fold_ln", "--bos", "never",
      "--site", "resid_post-1", "--save", "a.safetensors", folder: workshop.path)
    #expect(command.exitCode == 0, "\(command.errors)")
    let file = try SafetensorsFile(path: workshop.folder.file("a.safetensors"))
    #expect(file.tensorNames == ["blocks.1.hook_resid_post"])
    #expect(
      file.metadata == ["model": "tiny", "processing": "fold_ln", "bos": "never", "tokens": "[97]"])
  }
}
