import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// `serve` as a browser meets it.
@Suite struct ServeCommandTests {
  @Test func textsAreReadAndResultsShown() async throws {
    let workshop = try TinyWorkshop(pageCount: 2)
    let facts = #"{"kind": "facts", "title": "Counts", "facts": [{"name": "n", "value": "7"}]}"#
    try Data(facts.utf8).write(to: URL(fileURLWithPath: workshop.folder.file("facts.json")))
    let process = Process()
    process.executableURL = Command.program
    process.arguments = ["serve", "facts.json", "--model", "tiny", "--port", "0"]
    process.currentDirectoryURL = URL(fileURLWithPath: workshop.path)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    defer { process.terminate() }
    let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    let address = try #require(URL(string: line.trimmingCharacters(in: .whitespacesAndNewlines)))
    func get(_ path: String) async throws -> (Int, String) {
      let url = try #require(URL(string: path, relativeTo: address))
      let (data, response) = try await URLSession.shared.data(from: url)
      let status = try #require(response as? HTTPURLResponse).statusCode
      return (status, String(decoding: data, as: UTF8.self))
    }
    let form = try await get("/")
    #expect(form.0 == 200 && form.1.contains("<textarea") && form.1.contains("/results"))
    let read = try await get("/text?text=%3Cb%3Ebold%3C%2Fb%3E")
    #expect(read.0 == 200 && read.1.contains("&lt;b&gt;bold&lt;/b&gt;</textarea>"))
    #expect(read.1.contains("data-view=\"predictions\""))
    let long = try await get("/text?text=" + String(repeating: "a", count: 100))
    #expect(long.1.contains("expected at most 64 tokens, found 10"))
    #expect(try await get("/results").1.contains("Counts"))
    #expect(try await get("/etc/passwd").0 == 404)
    #expect(try await get("/../../facts.json").0 == 404)
  }

  @Test(arguments: [
    (["serve"], "expected --model M"), (["serve", "--sae", "s", "x.json"], "give --model M too"),
    (["serve", "--model", "tiny", "--port", "99999"], "port"),
    (["serve", "none.json"], "none.json: cannot read it"),
  ])
  func whatCannotBeServedIsSaid(arguments: [String], message: String) throws {
    let command = try Command(arguments: arguments)
    #expect(command.exitCode != 0 && command.errors.contains(message), "\(command.errors)")
  }
}
