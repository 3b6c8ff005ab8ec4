import ArgumentParser

/// `thresher manual`: the page that `make install` puts where `man` looks.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print this program's manual, as man(1) reads it.",
    discussion: """
      EXAMPLE
        thresher manual | man -l -
      """)

  func run() throws {
    let page = ManualPage(
      of: try CommandDescription(of: Thresher.self), version: Thresher.configuration.version)
    print(page.text, terminator: "")
  }
}
