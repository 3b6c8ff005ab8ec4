import Activations
import Tensors
import TestSupport
import Testing

@Suite struct RowBatchesTests {
  @Test(arguments: [1, 3, 7, 20, 45])
  func coversTheRowsEpochAfterEpoch(batchSize: Int) throws {
    var sample = try SampleHarvest()
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    let all = sample.allRows(width: 4)
    var batches = try RowBatches(
      harvest, site: SampleHarvest.narrow, batchSize: batchSize, seed: 1, blockRows: 3,
      bufferRows: 6)
    var seen: [Int] = []
    while seen.count < 60 {
      let batch = try batches.next()
      #expect(batch == all.gatheringRows(batches.rowNumbers))
      seen += batches.rowNumbers
    }
    for start in stride(from: 0, to: 60, by: 20) {
      #expect(seen[start..<start + 20].sorted() == Array(0..<20))
    }
  }

  @Test func goesOnFromACursor() throws {
    var sample = try SampleHarvest()
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    func batches(from cursor: RowCursor) throws -> RowBatches {
      try RowBatches(
        harvest, site: SampleHarvest.wide, rows: RangeSet([2..<9, 11..<17]), batchSize: 4, seed: 9,
        cursor: cursor, blockRows: 2, bufferRows: 4)
    }
    var whole = try batches(from: RowCursor())
    for _ in 0..<12 {
      var resumed = try batches(from: whole.cursor)
      #expect(try whole.next() == resumed.next())
      #expect(whole.cursor == resumed.cursor)
      #expect(whole.rowNumbers.allSatisfy { (2..<9).contains($0) || (11..<17).contains($0) })
    }
    #expect(whole.cursor.epoch == 3)
  }

  @Test func hasNoBatchOfNoRows() throws {
    var sample = try SampleHarvest()
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    var batches = try RowBatches(
      harvest, site: SampleHarvest.wide, rows: RangeSet(), batchSize: 4, seed: 9)
    #expect(try batches.next() == nil)
  }
}
