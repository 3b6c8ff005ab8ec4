import Analysis
import ArgumentParser
import Downloads
import Transformers

/// `thresher task show`: a task's prompts, answers and twins.
struct TaskShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a task's prompts and answers, and with a model its tokens and twins.",
    discussion: """
      Without --model, the task is printed as a YAML file that can be changed and
      given back. With --model, every prompt stands over its corrupted twin of as
      many tokens; what differs is in brackets.

      EXAMPLE
        thresher task show html-tag
        thresher task show html-tag --model smollm2-135m --bos always
      """)

  @Argument(help: "The task: a built-in one's name, or a YAML file.")
  var task: String

  @Option(
    help: ArgumentHelp(
      "A known name, a folder in Hugging Face layout, or a .gguf file.", valueName: "model"))
  var model: String?

  @Option(help: "Whether a text is read after BOS: model, always, never.")
  var bos: BOSPolicy = .model

  @OptionGroup var common: CommonOptions

  func run() throws {
    let task = try BehaviourTask(named: task)
    guard let model else {
      guard !common.json else { return try printJSON(TaskListing(task)) }
      return print(task.yaml)
    }
    let loaded = try LanguageModel(
      at: try LocalModels().find(model).path, name: model, processing: .none)
    let prefix = try loaded.beginning(under: bos).map { [$0] } ?? []
    let (prompts, warnings) = try task.prompts(for: loaded.tokenizer, prefix: prefix)
    let listing = TaskListing(task, prompts: prompts, warnings: warnings, of: loaded.tokenizer)
    guard !common.json else { return try printJSON(listing) }
    print(listing.text)
    for warning in warnings { note("warning: \(warning)") }
  }
}
