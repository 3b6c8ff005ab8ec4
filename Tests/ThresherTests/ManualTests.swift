import TestSupport
import Testing

@Suite struct ManualTests {
  @Test func everyCommandHasASectionAndEveryMacroIsOneOfMan() throws {
    let manual = try Command(arguments: ["manual"])
    #expect(manual.exitCode == 0)
    let lines = manual.output.split(separator: "\n").map(String.init)
    for command in HelpTests.commands where !command.isEmpty {
      let title = ".SS thresher \(command)"
      #expect(lines.contains { "\($0) ".hasPrefix("\(title) ") }, "no section for \(command)")
    }
    let macros: Set = ["TH", "SH", "SS", "PP", "TP", "B", "I", "nf", "fi"]
    for line in lines where line.hasPrefix(".") {
      let macro = line.dropFirst().prefix { $0 != " " }
      #expect(macros.contains(String(macro)), "\(line)")
    }
  }
}
