import ArgumentParser

/// `thresher task`: behaviours, and how well a model does them.
struct TaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task",
    abstract: "Behaviours such as closing a tag: list, show, and score how well a model does them.",
    subcommands: [TaskListCommand.self, TaskShowCommand.self, TaskScoreCommand.self])
}
