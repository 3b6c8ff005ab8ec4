import Tensors
import Testing

@testable import Analysis

@Suite struct TopPositionsTests {
  @Test(arguments: [(1, 20), (2, 5), (3, 2)] as [(UInt64, Int)])
  func findsTheBestOfEachSequenceThenTheRest(seed: UInt64, sequences: Int) {
    var random = SplittableRandom(seed: seed)
    let rows = (0..<200).map { row in
      RankedRow(
        value: Float(random.next() % 40), row: row, sequence: row * sequences / 200)
    }
    var top = TopPositions(limit: 7)
    for row in rows where top.admits(row.value) { top.add(row) }
    let sorted = rows.sorted(by: RankedRow.isBefore)
    var seen = Set<Int>()
    let best = sorted.filter { seen.insert($0.sequence).inserted }.prefix(7)
    let rest = sorted.filter { !best.contains($0) }.prefix(7 - best.count)
    #expect(top.rows == (best + rest).sorted(by: RankedRow.isBefore))
  }

  @Test func holdsNothingWhenNothingIsAsked() {
    var top = TopPositions(limit: 0)
    #expect(!top.admits(1))
    top.add(RankedRow(value: 1, row: 0, sequence: 0))
    #expect(top.rows.isEmpty)
  }
}
