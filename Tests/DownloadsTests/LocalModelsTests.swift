import Foundation
import TestSupport
import Testing

@testable import Downloads

@Suite struct LocalModelsTests {
  private let folder: TemporaryFolder
  private let models: LocalModels

  init() throws {
    folder = try TemporaryFolder()
    models = LocalModels(
      environment: [
        "THRESHER_CHECKPOINTS": folder.file("Checkpoints"), "HF_HOME": folder.file("cache"),
      ], executable: folder.file("bin/thresher"))
  }

  private func write(_ path: String, _ text: String = "") throws -> String {
    let url = URL(fileURLWithPath: folder.file(path))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  @Test func aPathWins() throws {
    let file = try write("some/model.gguf")
    #expect(try models.find(file) == LocalModel(name: file, path: file, place: .path))
    #expect(try models.find(folder.file("some")).path == file)
    _ = try write("layout/pytorch_model.bin")
    #expect(try models.find(folder.file("layout")).path == folder.file("layout"))
    #expect(models.path(of: folder.file("some")) == file && models.path(of: "nothing") == "nothing")
  }

  @Test func checkpointsComeBeforeTheHubsCache() throws {
    let snapshot = "cache/hub/models--openai-community--gpt2/snapshots/abc"
    _ = try write("cache/hub/models--openai-community--gpt2/refs/main", "abc\n")
    _ = try write("\(snapshot)/model.safetensors")
    #expect(
      try models.find("gpt2")
        == LocalModel(name: "gpt2", path: folder.file(snapshot), place: .hubCache))
    #expect(try models.find("openai-community/gpt2@abc").path == folder.file(snapshot))
    _ = try write("Checkpoints/gpt2/model.safetensors")
    #expect(try models.find("GPT2").path == folder.file("Checkpoints/gpt2"))
  }

  @Test func whatIsInstalledWithTheProgramIsFoundFromAnyFolder() throws {
    _ = try write("share/thresher/tagger-3l/model.safetensors")
    #expect(
      try models.find("tagger-3l")
        == LocalModel(
          name: "tagger-3l", path: folder.file("share/thresher/tagger-3l"), place: .installed))
    _ = try write("Checkpoints/tagger-3l/model.safetensors")
    #expect(try models.find("tagger-3l").place == .checkpoints)
  }

  @Test func modelsWithoutAKnownNameAreListedOnce() throws {
    for path in ["share/thresher/tagger-3l", "Checkpoints/tagger-3l", "Checkpoints/gpt2"] {
      _ = try write("\(path)/model.safetensors")
    }
    _ = try write("Checkpoints/an-sae/sae_weights.safetensors")
    _ = try write("Checkpoints/README.md")
    #expect(
      models.others == [
        LocalModel(
          name: "tagger-3l", path: folder.file("Checkpoints/tagger-3l"), place: .checkpoints)
      ])
  }

  @Test func aFolderWithoutWeightsIsNoModel() throws {
    _ = try write("Checkpoints/gpt2/config.json")
    _ = try write("Checkpoints/gpt2/model.safetensors.ab12.partial")
    let error = #expect(throws: DownloadError.self) { try models.find("gpt2") }
    #expect(error?.code == .notLocal)
    #expect(error?.message.contains("run: thresher pull gpt2") == true)
    #expect(error?.message.contains(folder.file("cache/hub")) == true)
  }

  @Test func aPathThatIsNotThereIsNoName() {
    for path in ["/nowhere/gpt2", "./gpt2", "x.gguf"] {
      let error = #expect(throws: DownloadError.self) { try models.find(path) }
      #expect(error?.message == "no such file or folder" && error?.subject == path)
    }
  }

  @Test func knownNamesAreDifferentAndLowerCase() {
    let names = KnownModel.all.map(\.name)
    #expect(Set(names).count == names.count && names.allSatisfy { $0 == $0.lowercased() })
    #expect(KnownModel.named("SmolLM2-135M")?.millionParameters == 135)
  }

  @Test func repositoriesAreReadStrictly() {
    #expect(RepositoryName("a/b")?.revision == "main")
    #expect(RepositoryName("a/b@refs/pr/1")?.description == "a/b@refs/pr/1")
    for text in ["a", "a/b/c", "/a", "a/", "a/..", "a/b@", "a/b@../c", "a/b?x", "ü/b"] {
      #expect(RepositoryName(text) == nil, "\(text)")
    }
  }
}
