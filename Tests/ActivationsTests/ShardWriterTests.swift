import Activations
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ShardWriterTests {
  @Test(arguments: RowFormat.allCases)
  func writesTheSameBytesAgain(format: RowFormat) throws {
    var (first, second) = (try SampleHarvest(format), try SampleHarvest(format))
    try first.write()
    // Times in the file would have seconds.
    Thread.sleep(forTimeInterval: 1.1)
    try second.write()
    #expect(first.manifest == second.manifest)
    for name in try FileManager.default.contentsOfDirectory(atPath: first.folder.path) {
      #expect(try contents(first.folder.file(name)) == contents(second.folder.file(name)))
    }
  }

  @Test func leavesNothingOfAnUnfinishedShard() throws {
    let sample = try SampleHarvest()
    do {
      var writer = try ShardWriter(index: 3, folder: sample.folder.path, manifest: sample.manifest)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: sample.folder.path)
          == ["shard-00003.h5.partial"])
      _ = writer.append(HarvestDocument(id: "a", title: "a"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: sample.folder.path).isEmpty)
  }

  @Test func summarizesTheShard() throws {
    let sample = try SampleHarvest()
    let summary = try sample.writeShard(1)
    #expect(summary.file == "shard-00001.h5")
    #expect([summary.rows, summary.sequences, summary.tokens] == [9, 3, 10])
    #expect(summary.sha256?.count == 64)
  }

  @Test func writesAShardOfNothing() throws {
    var sample = try SampleHarvest()
    let writer = try ShardWriter(index: 0, folder: sample.folder.path, manifest: sample.manifest)
    var manifest = sample.manifest
    manifest.shards = [try writer.finish().summary]
    try manifest.write(toFolder: sample.folder.path)
    let harvest = try HarvestFolder(path: sample.folder.path)
    #expect(harvest.rowCount == 0)
    #expect(try harvest.documentCount == 0)
    #expect(harvest.verify().isSound)
    try sample.write()
  }

  @Test func namesAFolderThatIsNotThere() throws {
    let sample = try SampleHarvest()
    let error = #expect(throws: ActivationError.self) {
      _ = try ShardWriter(
        index: 0, folder: sample.folder.file("missing"), manifest: sample.manifest)
    }
    #expect(error?.code == .cannotWrite)
    #expect(error?.message == "H5Fcreate: No such file or directory")
  }

  /// The limit stands for a full disk: the system refuses to let a file grow.
  @Test func leavesNothingWhenThereIsNoSpace() async {
    await #expect(processExitsWith: .success) {
      let sample = try SampleHarvest()
      let size = try contents(sample.folder.file(sample.writeShard(0).file)).count
      signal(SIGXFSZ, SIG_IGN)
      for limit in stride(from: 0, to: size, by: size / 12) {
        let folder = try SampleHarvest()
        var bound = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t.max)
        setrlimit(__rlimit_resource_t(1), &bound)
        do {
          _ = try folder.writeShard(0)
          print("a shard of \(size) bytes fits into \(limit)")
          exit(1)
        } catch let error as ActivationError {
          precondition(error.code == .noSpace, "\(limit): \(error)")
        }
        let rest = try FileManager.default.contentsOfDirectory(atPath: folder.folder.path)
        precondition(rest.isEmpty, "\(limit): \(rest)")
      }
    }
  }
}

private func contents(_ path: String) throws -> Data {
  try Data(contentsOf: URL(fileURLWithPath: path))
}
