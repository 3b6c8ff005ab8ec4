import Activations
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ManifestTests {
  @Test func needsFourKeysAndIgnoresOthers() throws {
    let manifest = try read(
      """
      {"schemaVersion": 1, "contextSize": 8, "colour": "green",
       "sites": [{"name": "ln_final.hook_scale"}], "shards": [{"file": "a.h5", "x": []}]}
      """)
    #expect(manifest.contextSize == 8)
    #expect(manifest.sites == [.init(name: "ln_final.hook_scale")])
    #expect(manifest.shards == [ShardSummary(file: "a.h5")])
  }

  @Test func isWrittenAsItIsRead() throws {
    let folder = try TemporaryFolder()
    var manifest = Manifest(
      model: .init(name: "tiny", sha256: "ab"), contextSize: 4,
      sites: [.init(name: "hook_embed", width: 2, dtype: .bfloat16, mean: [0.1, -3], scale: 0.5)],
      corpus: .init(sources: [.init(path: "a/b.html", kind: "html")], recipe: "raw", part: "0/2"),
      seed: .max)
    manifest.shards = [ShardSummary(file: "shard-00000.h5", rows: 1)]
    try manifest.write(toFolder: folder.path)
    #expect(try Manifest.read(fromFolder: folder.path) == manifest)
    let text = try String(contentsOfFile: folder.file(Manifest.fileName), encoding: .utf8)
    #expect(text.contains(#""path" : "a/b.html""#))
    #expect(!text.contains("toolVersion"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path) == [Manifest.fileName])
  }

  @Test(arguments: [
    ("{", nil),
    (#"{"contextSize": 4}"#, "schemaVersion"),
    (#"{"schemaVersion": 1, "sites": [], "shards": []}"#, "contextSize"),
    (#"{"schemaVersion": 1, "contextSize": 0, "sites": [], "shards": []}"#, "contextSize"),
    (
      #"{"schemaVersion": 1, "contextSize": 4, "sites": [{"width": 2}], "shards": []}"#,
      "sites[0].name"
    ),
    (
      #"{"schemaVersion": 1, "contextSize": 4, "sites": [{"name": "a/b"}], "shards": []}"#,
      "sites[0].name"
    ),
    (
      #"{"schemaVersion": 1, "contextSize": 4, "sites": [], "shards": [{"file": "../a"}]}"#,
      "shards[0].file"
    ),
    (
      #"{"schemaVersion": 1, "contextSize": 4, "sites": [], "shards": [{"file": "a", "rows": -1}]}"#,
      "shards[0]"
    ),
    (#"{"schemaVersion": 0, "contextSize": 4, "sites": [], "shards": []}"#, "schemaVersion"),
  ])
  func namesTheKeyThatIsWrong(text: String, place: String?) throws {
    let error = #expect(throws: ActivationError.self) { try read(text) }
    #expect(error?.code == .malformed)
    #expect(error?.place == place)
  }

  @Test func refusesALaterVersion() throws {
    let error = #expect(throws: ActivationError.self) { try read(#"{"schemaVersion": 2}"#) }
    #expect(error?.code == .newerSchema)
    #expect(error?.message.contains("later build") == true)
  }

  @Test func saysWhatItLooksFor() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: ActivationError.self) {
      try Manifest.read(fromFolder: folder.path)
    }
    #expect(error?.code == .cannotRead)
    #expect(error?.path == folder.file("manifest.json"))
  }

  private func read(_ text: String) throws -> Manifest {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(Manifest.fileName)))
    return try Manifest.read(fromFolder: folder.path)
  }
}
