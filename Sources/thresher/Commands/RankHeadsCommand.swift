import Analysis
import ArgumentParser
import Transformers

/// `thresher rank heads`.
struct RankHeadsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "heads",
    abstract: "Rank a model's attention heads by what they do for a task.",
    discussion: """
      What taking each head out does to the task's prompts, or to prompts cut out of
      the pages of --corpus, is foretold by the gradient for all, and measured for
      the first. With --joint, the most helpful are taken out together on further
      documents, beside as many random heads whose taking out changes as much.

      EXAMPLE
        thresher rank heads --model smollm2-135m --bos always --task html-tag
        thresher rank heads --model smollm2-135m --bos always --task html-tag \\
          --corpus pages/ --recipe blank-attributes+neutral-links+body \\
          --max-documents 60 --joint 5 --joint 10 --random 5
      """)

  @Option(
    help: ArgumentHelp(
      "A known name, a folder in Hugging Face layout, or a .gguf file.", valueName: "model"))
  var model: String

  @OptionGroup var task: TaskRankingOptions

  @Option(help: "How many to list.")
  var top = 20

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard task.task != nil else { throw ValidationError("expected --task NAME") }
    guard top >= 1 else { throw ValidationError("--top \(top): expected at least 1") }
  }

  func run() throws {
    common.apply()
    try task.ranking(.heads, modelName: model, top: top, common: common)?.run()
  }
}
