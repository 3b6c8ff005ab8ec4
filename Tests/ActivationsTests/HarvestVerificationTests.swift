import Activations
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct HarvestVerificationTests {
  @Test func findsNothingInASoundHarvest() throws {
    var sample = try SampleHarvest(.bfloat16)
    try sample.write()
    var rows: [Int] = []
    let harvest = try HarvestFolder(path: sample.folder.path)
    let report = harvest.verify(vocabularySize: 5004) { rows.append($0) }
    #expect(report.isSound)
    #expect(report.rows == 20)
    #expect(rows == [11, 20])
    let info = try harvest.info()
    #expect([info.rows, info.sequences, info.tokens, info.documents] == [20, 6, 23, 4])
    #expect(info.missing.isEmpty)
  }

  @Test func findsAChangedByte() throws {
    var sample = try SampleHarvest()
    try sample.write()
    let url = URL(fileURLWithPath: sample.folder.file("shard-00001.h5"))
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: url)
    let report = try HarvestFolder(path: sample.folder.path).verify()
    #expect(report.shards[0].problems.isEmpty)
    #expect(report.shards[1].problems.count == 1)
    #expect(report.shards[1].problems.first?.hasPrefix("expected SHA-256") == true)
  }

  @Test func findsAMissingShard() throws {
    var sample = try SampleHarvest()
    try sample.write()
    try FileManager.default.removeItem(atPath: sample.folder.file("shard-00000.h5"))
    let report = try HarvestFolder(path: sample.folder.path).verify()
    #expect(report.shards[0].problems == ["cannot open it: No such file or directory"])
    #expect(report.shards[1].problems.isEmpty)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func findsValuesThatAreNotFinite(value: Float) throws {
    let folder = try TemporaryFolder()
    var manifest = Manifest(
      contextSize: 2, sites: [.init(name: "hook_embed", width: 2, dtype: .float16)])
    var writer = try ShardWriter(index: 0, folder: folder.path, manifest: manifest)
    let document = writer.append(HarvestDocument(id: "a", title: "a"))
    try writer.append(
      HarvestSequence(tokens: [1, 9], document: document, offset: 0),
      activations: [Matrix(rows: 2, columns: 2, elements: [1, value, 2, value])])
    manifest.shards = [try writer.finish().summary]
    try manifest.write(toFolder: folder.path)
    let report = try HarvestFolder(path: folder.path).verify(vocabularySize: 9)
    #expect(
      report.shards[0].problems == [
        "/activations/hook_embed: 2 values are not finite",
        "/tokens: 1 sequences hold numbers that are no tokens",
      ])
  }
}
