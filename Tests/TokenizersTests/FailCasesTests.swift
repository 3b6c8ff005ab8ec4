import Foundation
import TestSupport
import Testing
import Tokenizers

/// Files that would harm a careless reader: those made for it by `scripts/oracles/hostile_files.py`,
/// and what fuzzing has found.
@Suite struct FailCasesTests {
  private static let folder = goldenPath("../Fuzz/FailCases/Tokenizers")

  private static func names(_ isWanted: (String) -> Bool) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter(isWanted)
  }

  @Test(arguments: names { $0.hasPrefix("hostile-") })
  func aHostileFileIsAnErrorOfOneLine(name: String) throws {
    let path = "\(Self.folder)/\(name)"
    let error = #expect(throws: TokenizerError.self) { try Tokenizer(file: path) }
    let line = error?.description ?? ""
    #expect(line.hasPrefix(path) && !line.contains("\n") && line.utf8.count < path.utf8.count + 300)
  }

  @Test(arguments: names { !$0.hasPrefix("hostile-") })
  func whatFuzzingFoundTrapsNoMore(name: String) throws {
    do throws(TokenizerError) {
      let tokenizer = try Tokenizer(file: "\(Self.folder)/\(name)")
      _ = tokenizer.encode("<h1>Titre é 12</h1>\n  日本 <mask> <s>")
    } catch {
      #expect(!error.message.isEmpty)
    }
  }
}
