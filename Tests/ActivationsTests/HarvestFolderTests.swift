import Activations
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct HarvestFolderTests {
  @Test(arguments: RowFormat.allCases)
  func readsBackWhatWasWritten(format: RowFormat) throws {
    var sample = try SampleHarvest(format)
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    #expect(harvest.manifest == sample.manifest)
    #expect(harvest.rowCount == 20)
    #expect(try harvest.sequenceCount == 6)
    #expect(try harvest.width(of: SampleHarvest.wide) == 7)
    for (site, width) in [(SampleHarvest.narrow, 4), (SampleHarvest.wide, 7)] {
      #expect(try harvest.rows(0..<20, of: site) == sample.allRows(width: width))
      #expect(try harvest.rows(7..<15, of: site) == sample.allRows(width: width).rows(7..<15))
      #expect(try harvest.rows(3..<3, of: site).rows == 0)
    }
  }

  @Test func gathersRowsInAnyOrder() throws {
    var sample = try SampleHarvest(.float16)
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    let indices = [19, 0, 5, 6, 5, 18, 1, 10, 11]
    #expect(
      try harvest.rows(at: indices, of: SampleHarvest.narrow)
        == sample.allRows(width: 4).gatheringRows(indices))
    let columns = try harvest.columns(2..<4, of: SampleHarvest.narrow)
    #expect(columns == sample.allRows(width: 4).columns(2..<4))
  }

  @Test func knowsWhereRowsWereTaken() throws {
    var sample = try SampleHarvest()
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    let expected = sample.lengths.indices.flatMap { sequence in
      sample.positions(ofSequence: sequence).map { [sequence / 3, sequence, $0] }
    }
    let positions = try harvest.positions(0..<20)
    #expect(positions.map { [$0.shard, $0.sequence, $0.position] } == expected)
    #expect(positions.map(\.document) == positions.map { [0, 0, 1, 2, 2, 3][$0.sequence] })
    for sequence in sample.lengths.indices {
      #expect(
        try harvest.tokens(ofSequence: sequence) == sample.tokens(ofSequence: sequence))
    }
    let source = try harvest.source(ofSequence: 5)
    #expect(source.offset == 50)
    #expect(
      try harvest.document(source.document)
        == HarvestDocument(id: "doc3", title: "Größe 1", offset: 100))
  }

  @Test func servesSeveralThreadsAtOnce() throws {
    var sample = try SampleHarvest(.bfloat16)
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    let all = sample.allRows(width: 4)
    parallelFor(40) { range in
      for index in range {
        let rows = index % 10..<index % 10 + 10
        #expect((try? harvest.rows(rows, of: SampleHarvest.narrow)) == all.rows(rows))
        #expect((try? harvest.positions(rows))?.count == 10)
      }
    }
  }

  @Test func namesTheSitesWhenAskedForAnother() throws {
    var sample = try SampleHarvest()
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    let error = #expect(throws: ActivationError.self) { try harvest.rows(0..<1, of: "hook_embed") }
    #expect(error?.code == .missing)
    #expect(error?.message.contains(SampleHarvest.wide) == true)
  }

  @Test func namesTheDatasetOfAnotherShapeOrFormat() throws {
    var sample = try SampleHarvest()
    try sample.write()
    var manifest = sample.manifest
    manifest.sites[0].width = 5
    manifest.sites[1].dtype = .float16
    try manifest.write(toFolder: sample.folder.path)
    let harvest = try HarvestFolder(path: sample.folder.path)
    let shape = #expect(throws: ActivationError.self) {
      try harvest.rows(0..<1, of: SampleHarvest.narrow)
    }
    #expect(
      shape?.description == """
        \(sample.folder.path)/shard-00000.h5, /activations/blocks.0.hook_resid_pre: \
        expected [11, 5], found [11, 4]
        """)
    let format = #expect(throws: ActivationError.self) {
      try harvest.rows(0..<1, of: SampleHarvest.wide)
    }
    #expect(format?.code == .wrongType)
    #expect(format?.message == "expected float16, found float32")
  }

  @Test(arguments: [0, 100, 1000, 5000])
  func namesAShardThatIsCutOff(length: Int) throws {
    var sample = try SampleHarvest()
    try sample.write()
    let path = sample.folder.file("shard-00001.h5")
    truncate(path, length)
    let harvest = try HarvestFolder(path: sample.folder.path)
    #expect(try harvest.rows(0..<11, of: SampleHarvest.narrow).rows == 11)
    let error = #expect(throws: ActivationError.self) {
      try harvest.rows(0..<20, of: SampleHarvest.narrow)
    }
    #expect(error?.path == path)
    #expect(error?.code == .cannotRead)
  }

  /// Without checksums in the manifest, so that the damage reaches HDF5 and our own checks.
  @Test func survivesDamagedBytes() throws {
    var sample = try SampleHarvest(.float16)
    try sample.write()
    var manifest = sample.manifest
    for index in manifest.shards.indices {
      manifest.shards[index] = ShardSummary(file: manifest.shards[index].file)
    }
    try manifest.write(toFolder: sample.folder.path)
    let path = sample.folder.file("shard-00000.h5")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    var random = SplittableRandom(seed: 5)
    for _ in 0..<60 {
      var damaged = bytes
      for _ in 0..<8 {
        damaged[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      try damaged.write(to: URL(fileURLWithPath: path))
      let harvest = try? HarvestFolder(path: sample.folder.path)
      _ = harvest?.verify()
      _ = try? harvest?.info()
      _ = try? harvest.map { try $0.positions(0..<$0.rowCount) }
      _ = try? harvest?.rows(in: .train)
    }
  }
}
