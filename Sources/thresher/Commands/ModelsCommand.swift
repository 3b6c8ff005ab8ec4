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
    var family: String?
    var millionParameters: Int?
    let path: String?
  }

  func run() throws {
    let local = LocalModels()
    let known = KnownModel.all.map { model in
      Entry(
        name: model.name, family: model.family, millionParameters: model.millionParameters,
        path: (try? local.find(model.name))?.path)
    }
    let entries = local.others.map { Entry(name: $0.name, path: $0.path) } + known
    if common.json { return try printJSON(["models": entries]) }
    var table = TextTable(
      ["model", "family", "parameters", "memory", "here"], rightAligned: [2, 3])
    for entry in entries {
      let millions = entry.millionParameters
      table.add([
        entry.name, entry.family ?? "–", millions.map { "\($0) M" } ?? "–",
        millions.map { "\($0 * 4) MB" } ?? "–", entry.path ?? "no",
      ])
    }
    print(table.text)
  }
}
