/// A page for `man`, in the macros of man(7), of a command and all under it.
struct ManualPage {
  /// The whole page.
  let text: String

  /// Writes the page of a program.
  ///
  /// Options that all commands have, where they have any, are told once.
  ///
  /// - Parameters:
  ///   - program: The program's command, with its subcommands.
  ///   - version: What the page's foot names.
  init(of program: CommandDescription, version: String) {
    let name = program.commandName
    let commands = (program.subcommands ?? []).flatMap { $0.leaves(under: name) }
    let options = commands.map { Set($0.command.shownArguments) }.filter { !$0.isEmpty }
    let shared = options.dropFirst().reduce(options.first ?? []) { $0.intersection($1) }
    var lines = [
      ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"User Commands\"",
      ".SH NAME", "\(name) \\- \(Self.escaped(program.abstract ?? ""))",
      ".SH SYNOPSIS", ".B \(name)", ".I command", "[options]",
      ".SH DESCRIPTION", "Each command prints its help, with an example, under \\fB\\-\\-help\\fR.",
      ".SH OPTIONS OF EVERY COMMAND",
    ]
    let first = commands.first?.command.shownArguments ?? []
    lines += first.filter(shared.contains).flatMap(Self.entry)
    lines.append(".SH COMMANDS")
    for (path, command) in commands {
      lines += Self.section(of: command, at: path, leavingOut: shared)
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The section of a command.
  private static func section(
    of command: CommandDescription, at path: String,
    leavingOut shared: Set<CommandDescription.Argument>
  ) -> [String] {
    let arguments = command.shownArguments.filter { !shared.contains($0) }
    let values = arguments.filter { $0.kind == "positional" }.map { argument in
      let name = "<\(argument.valueName ?? "value")>" + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(name)]" : name
    }
    var lines = [
      ".SS \(escaped(([path] + values).joined(separator: " ")))", escaped(command.abstract ?? ""),
    ]
    if let discussion = command.discussion, !discussion.isEmpty {
      lines += [".PP", ".nf", escaped(discussion), ".fi"]
    }
    return lines + arguments.flatMap(entry)
  }

  /// What is said of one argument.
  private static func entry(of argument: CommandDescription.Argument) -> [String] {
    var head = (argument.names ?? []).map { "\\fB\(escaped($0.text))\\fR" }.joined(separator: ", ")
    if argument.kind != "flag" {
      head += (head.isEmpty ? "" : " ") + "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
    }
    var text = argument.abstract ?? ""
    if let value = argument.defaultValue { text += " (default: \(value))" }
    return [".TP", head, escaped(text)]
  }

  /// Text that no macro or escape is read in.
  private static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return plain.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix(".") || line.hasPrefix("'") ? "\\&\(line)" : String(line)
    }.joined(separator: "\n")
  }
}
