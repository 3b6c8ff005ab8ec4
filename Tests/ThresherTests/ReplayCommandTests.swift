import Foundation
import TestSupport
import Testing

/// Notebooks gone through with a tiny random model: every step is taken.
@Suite struct ReplayCommandTests {
  private let workshop: TinyWorkshop

  init() throws { workshop = try TinyWorkshop(pageCount: 1) }

  private func replay(_ number: String, _ more: [String] = []) throws -> [String: Any] {
    let command = try Command(
      arguments: ["replay", number, "--model", "tiny", "--json", "--quiet"] + more,
      folder: workshop.path)
    #expect(command.exitCode == 0, "\(number): \(command.errors)")
    return try command.object()
  }

  @Test(arguments: [("000", 8), ("001", 5), ("003", 8), ("004", 3)])
  func everyStepIsTaken(number: String, steps: Int) throws {
    let found = try replay(number)
    #expect(found["isOriginal"] as? Bool == false)
    #expect((found["steps"] as? [[String: Any]])?.count == steps)
    let mistakes = try #require(found["mistakes"] as? [[String: Any]])
    #expect(!mistakes.isEmpty)
    for mistake in mistakes { #expect(mistake["literal"] as? String != nil) }
  }

  @Test func mistakesAreMadeAgainWhenAskedFor() throws {
    for number in ["000", "001", "004"] {
      #expect(try replay(number, ["--notebook-compat"])["notebookCompat"] as? Bool == true)
    }
  }

  @Test func aPageIsWritten() throws {
    _ = try replay("003", ["--report", "page.html"])
    let page = try String(contentsOfFile: workshop.folder.file("page.html"), encoding: .utf8)
    #expect(page.contains("Exploratory prompts"))
    #expect(page.contains("symbol-rest"))
  }

  /// The tiny model's tokens are bytes, of which none is a word.
  @Test func aStepThatCannotBeTakenSaysWhy() throws {
    let command = try Command("replay", "002", "--model", "tiny", folder: workshop.path)
    #expect(command.exitCode == 1)
    #expect(command.errors.contains("expected proper nouns"))
  }

  @Test func unknownCasesAndMissingModelsAreNamed() throws {
    let unknown = try Command("replay", "007", folder: workshop.path)
    #expect(unknown.exitCode == 64)
    #expect(unknown.errors.contains("007"))
    let missing = try Command("replay", "003", folder: workshop.path)
    #expect(missing.exitCode == 1)
    #expect(missing.errors.contains("gpt-neo-125m"))
  }
}
