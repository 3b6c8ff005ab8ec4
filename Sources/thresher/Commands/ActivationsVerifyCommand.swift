import Activations
import ArgumentParser
import Harvest
import Tokenizers

/// `thresher activations verify`.
struct ActivationsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a harvest's checksums, shapes, numbers and labels.",
    discussion: """
      With the tokenizer that made the harvest, the labels in it are held against its tokens' text.

      EXAMPLE
        thresher activations verify Activations/pages
        thresher activations verify Activations/pages --model smollm2-135m
      """)

  @Argument(help: "The harvest's folder.")
  var harvest: String

  @OptionGroup var tokenizer: TokenizerOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    let verification = try verification()
    if common.json {
      try printJSON(verification)
    } else {
      for shard in verification.shards {
        print("\(shard.file): \(shard.problems.isEmpty ? "sound" : "")")
        for problem in shard.problems { print("  \(problem)") }
      }
      for label in verification.wrongLabels ?? [] {
        print("\(label): is not what the tokens' text says")
      }
    }
    guard verification.isSound else { throw ExitCode.failure }
  }

  private func verification() throws -> HarvestVerification {
    let folder = try HarvestFolder(path: harvest)
    let tokenizer = try tokenizer.load()
    var verification = folder.verify(vocabularySize: tokenizer?.vocabularySize)
    if let tokenizer, verification.isSound {
      verification.wrongLabels =
        try Labeller(harvest: folder, tokenizer: tokenizer).wrongLabels()
    }
    return verification
  }
}
