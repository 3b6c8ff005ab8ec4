import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Downloads

@Suite struct PullTests {
  @Test func bringsTheFilesOfAModel() async throws {
    let hub = try LocalHub()
    let steps = Mutex<[DownloadProgress]>([])
    let outcome = try await hub.pull(["HF_TOKEN": " secret\n"]).bring("owner/model") { step in
      steps.withLock { $0.append(step) }
    }
    #expect(!outcome.wasHere && outcome.model.path == hub.folder.file("Checkpoints/owner/model"))
    #expect(
      names(inFolder: outcome.model.path) == ["config.json", "model.safetensors", "tokenizer.json"])
    #expect(try hub.bytes("model.safetensors") == LocalHub.files["model.safetensors"])
    let last = steps.withLock { $0.last }
    #expect(
      last == DownloadProgress(file: "model.safetensors", received: 300_000, total: 300_000))
    #expect(hub.server.requests.allSatisfy { $0.fields["authorization"] == "Bearer secret" })
  }

  @Test func looksUpNothingThatIsHere() async throws {
    let hub = try LocalHub()
    _ = try await hub.pull().bring("owner/model")
    let count = hub.server.requests.count
    #expect(try await hub.pull().bring("owner/model").wasHere)
    #expect(try await hub.pull(["HF_HUB_OFFLINE": "1"]).bring("owner/model").wasHere)
    #expect(hub.server.requests.count == count)
  }

  @Test func goesOnAfterADroppedConnection() async throws {
    let hub = try LocalHub { request, earlier, answer in
      if request.path.hasSuffix("model.safetensors") && earlier < 2 { answer.dropAfter = 100_000 }
    }
    _ = try await hub.pull().bring("owner/model")
    #expect(try hub.bytes("model.safetensors") == LocalHub.files["model.safetensors"])
    let starts = hub.server.requests.filter { $0.path.hasSuffix("model.safetensors") }
      .map(\.rangeStart)
    #expect(starts == [nil, 100_000, 200_000])
  }

  @Test func goesOnInTheNextRun() async throws {
    let isBroken = Mutex(true)
    let hub = try LocalHub { request, earlier, answer in
      guard request.path.hasSuffix("model.safetensors") && isBroken.withLock({ $0 }) else { return }
      answer = earlier == 0 ? answer : LocalServer.Answer(status: 503)
      answer.dropAfter = 70_000
    }
    let error = await #expect(throws: DownloadError.self) {
      try await hub.pull().bring("owner/model")
    }
    #expect(error?.code == .network)
    #expect(error?.message.contains("HTTP 503") == true)
    #expect(error?.message.contains("70000 bytes are kept") == true)
    #expect(!isFile(hub.path("model.safetensors")))
    #expect(throws: DownloadError.self) {
      try LocalModels(environment: hub.environment).find("owner/model")
    }
    isBroken.withLock { $0 = false }
    _ = try await hub.pull().bring("owner/model")
    #expect(try hub.bytes("model.safetensors") == LocalHub.files["model.safetensors"])
    #expect(hub.server.requests.last?.rangeStart == 70_000)
    #expect(names(inFolder: hub.path("")).count == 3)
  }

  @Test func startsAnewWhenTheServerKnowsNoRanges() async throws {
    let hub = try LocalHub { request, earlier, answer in
      guard request.path.hasSuffix("model.safetensors") else { return }
      answer = LocalServer.Answer(body: LocalHub.files["model.safetensors"] ?? [])
      if earlier == 0 { answer.dropAfter = 1000 }
    }
    _ = try await hub.pull().bring("owner/model")
    #expect(try hub.bytes("model.safetensors") == LocalHub.files["model.safetensors"])
  }

  @Test func throwsAwayWhatHasAnotherDigest() async throws {
    let hub = try LocalHub { request, _, answer in
      if request.path.hasSuffix("model.safetensors") { answer.body[17] ^= 1 }
    }
    let error = await #expect(throws: DownloadError.self) {
      try await hub.pull().bring("owner/model")
    }
    #expect(error?.code == .wrongContents)
    #expect(error?.message.contains("expected the SHA-256") == true)
    #expect(names(inFolder: hub.path("")) == ["config.json", "tokenizer.json"])
  }

  @Test func throwsAwayWhatHasAnotherLength() async throws {
    let hub = try LocalHub { request, _, answer in
      if request.path.hasSuffix("config.json") { answer.body.append(0) }
    }
    let error = await #expect(throws: DownloadError.self) {
      try await hub.pull().bring("owner/model")
    }
    #expect(error?.message.contains("expected 22 bytes, found 23") == true)
  }

  @Test func keepsTheTokenFromOtherServers() async throws {
    let store = try LocalServer { .file(LocalHub.files["model.safetensors"] ?? [], $0) }
    let address = store.address
    let hub = try LocalHub { request, _, answer in
      guard request.path.hasSuffix("model.safetensors") else { return }
      answer = LocalServer.Answer(
        status: 302,
        fields: [
          "Location": address + "/blob",
          "X-Linked-Etag": "\"\(String(repeating: "a", count: 64))\"",
        ])
    }
    _ = try await hub.pull(["HF_TOKEN": "secret"]).bring("owner/model")
    #expect(store.requests.count == 1 && store.requests[0].fields["authorization"] == nil)
  }

  @Test(arguments: [(401, "HF_TOKEN"), (403, "HF_TOKEN"), (404, "no such repository")])
  func refusalsSayWhatToDo(status: Int, reason: String) async throws {
    let hub = try LocalHub { _, _, answer in answer = LocalServer.Answer(status: status) }
    let error = await #expect(throws: DownloadError.self) {
      try await hub.pull().bring("owner/model")
    }
    #expect(error?.message.contains(reason) == true)
    #expect(hub.server.requests.count == 1)
    #expect(!isFolder(hub.path("")))
  }

  @Test func triesAServerThatIsBusyAgain() async throws {
    let hub = try LocalHub { request, earlier, answer in
      if earlier == 0 { answer = LocalServer.Answer(status: 429) }
    }
    #expect(try await hub.pull().bring("owner/model").wasHere == false)
  }

  @Test(arguments: [
    "<html>", "{}", String(repeating: "[", count: 10_000), #"{"sha": "..", "siblings": []}"#,
  ])
  func anotherServersAnswerIsAnError(body: String) async throws {
    let hub = try LocalHub { _, _, answer in answer = LocalServer.Answer(body: Array(body.utf8)) }
    let error = await #expect(throws: DownloadError.self) {
      try await hub.pull().bring("owner/model")
    }
    #expect(error?.code == .badResponse)
  }

  @Test func aRepositoryWithoutWeightsIsAnError() async throws {
    let listing = #"{"sha": "ab", "siblings": [{"rfilename": "model.onnx"}]}"#
    let hub = try LocalHub { _, _, answer in answer = LocalServer.Answer(body: Array(listing.utf8))
    }
    let error = await #expect(throws: DownloadError.self) {
      try await hub.pull().bring("owner/model")
    }
    #expect(error?.message.contains("it has model.onnx") == true)
  }

  @Test func anUnreachableServerIsAnError() async throws {
    let hub = try LocalHub()
    let environment = ["HF_ENDPOINT": "http://127.0.0.1:1"]
    let error = await #expect(throws: DownloadError.self) {
      try await hub.pull(environment).bring("owner/model")
    }
    #expect(error?.code == .network && error?.message.contains("HF_ENDPOINT") == true)
    let offline = await #expect(throws: DownloadError.self) {
      try await hub.pull(["HF_HUB_OFFLINE": "1"]).bring("owner/model")
    }
    #expect(offline?.message.contains("HF_HUB_OFFLINE") == true)
  }

  @Test(arguments: ["nonsense", "a/b/c", "../no-such-model", "a b/c", "a/.."])
  func aNameThatNothingBearsIsAnError(name: String) async throws {
    let hub = try LocalHub()
    let error = await #expect(throws: DownloadError.self) { try await hub.pull().bring(name) }
    #expect(error?.code == .unknownModel)
    #expect(hub.server.requests.isEmpty)
  }
}
