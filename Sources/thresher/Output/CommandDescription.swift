import ArgumentParser
import Foundation

/// A command as the argument parser describes it.
struct CommandDescription: Decodable {
  let commandName: String
  let abstract: String?
  let discussion: String?
  let shouldDisplay: Bool
  let arguments: [Argument]?
  let subcommands: [CommandDescription]?

  /// An argument, option or flag.
  struct Argument: Decodable, Hashable {
    /// A name as it is written: `--width`, `-o`.
    struct Name: Decodable, Hashable {
      let kind: String
      let name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool

    /// Whether it is one of those that every command has.
    var isAboutTheProgram: Bool {
      (names ?? []).contains { $0.name == "help" || $0.name == "version" }
    }
  }

  /// The arguments that help shows, but for those of the program itself.
  var shownArguments: [Argument] {
    (arguments ?? []).filter { $0.shouldDisplay && !$0.isAboutTheProgram }
  }

  /// The commands under this one that do something, with their whole names; itself where it has none.
  func leaves(under parent: String) -> [(path: String, command: CommandDescription)] {
    guard shouldDisplay, commandName != "help" else { return [] }
    let path = "\(parent) \(commandName)"
    guard let subcommands, !subcommands.isEmpty else { return [(path, self)] }
    return subcommands.flatMap { $0.leaves(under: path) }
  }

  private struct Root: Decodable {
    let command: CommandDescription
  }

  /// Describes a command and all under it.
  init(of command: (some ParsableCommand).Type) throws {
    self = try JSONDecoder().decode(Root.self, from: Data(command._dumpHelp().utf8)).command
  }
}
