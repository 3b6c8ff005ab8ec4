import Analysis
import ArgumentParser

/// `thresher task list`: the built-in tasks.
struct TaskListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the built-in tasks.",
    discussion: """
      EXAMPLE
        thresher task list
      """)

  @OptionGroup var common: CommonOptions

  private struct Entry: Encodable {
    let task: String
    let summary: String
    let prompts: Int
    let measure: TaskMeasure?
  }

  func run() throws {
    let entries = BehaviourTask.builtIn.map { task in
      Entry(
        task: task.name, summary: task.summary, prompts: task.prompts.count, measure: task.measure)
    }
    guard !common.json else { return try printJSON(["tasks": entries]) }
    var table = TextTable(["task", "prompts", "what comes next"], rightAligned: [1])
    for entry in entries { table.add([entry.task, "\(entry.prompts)", entry.summary]) }
    print(table.text)
  }
}
