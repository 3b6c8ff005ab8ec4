import ArgumentParser
import Downloads

/// `thresher models`: what is known, and what is here.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the models that have a name, what each needs, and which are on this machine.",
    discussion: """
      EXAMPLE
        thresher models
      """,
    subcommands: [
      ModelsListCommand.self, ModelsInspectCommand.self, ModelsConvertCommand.self,
      ModelsAuditCommand.self,
    ], defaultSubcommand: ModelsListCommand.self)
}

/// `thresher models list`.
struct ModelsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models that have a name.")

  @OptionGroup var common: CommonOptions

  private struct Entry: Encodable {
    let name: String
    let family: String
    let millionParameters: Int
    let path: String?
  }

  func run() throws {
    let local = LocalModels()
    let entries = KnownModel.all.map { model in
      Entry(
        name: model.name, family: model.family, millionParameters: model.millionParameters,
        path: (try? local.find(model.name))?.path)
    }
    if common.json { return try printJSON(["models": entries]) }
    var table = TextTable(
      ["model", "family", "parameters", "memory", "here"], rightAligned: [2, 3])
    for entry in entries {
      table.add([
        entry.name, entry.family, "\(entry.millionParameters) M",
        "\(entry.millionParameters * 4) MB", entry.path ?? "no",
      ])
    }
    print(table.text)
  }
}
