import Activations
import Testing

@Suite struct RowOrderTests {
  @Test(arguments: [
    (0, 4, 8), (1, 4, 8), (3, 4, 8), (100, 4, 16), (101, 4, 16), (103, 7, 21), (64, 1, 64),
    (50, 3, 1), (1000, 32, 16_384),
  ])
  func visitsEveryRowOnceAnEpoch(count: Int, blockRows: Int, bufferRows: Int) {
    let order = RowOrder(count: count, blockRows: blockRows, bufferRows: bufferRows, seed: 3)
    for number in 0..<3 {
      #expect(rows(of: order.epoch(number)).sorted() == Array(0..<count))
    }
  }

  @Test func hangsOnSeedAndEpoch() {
    let order = RowOrder(count: 200, blockRows: 4, bufferRows: 32, seed: 1)
    let other = RowOrder(count: 200, blockRows: 4, bufferRows: 32, seed: 2)
    #expect(rows(of: order.epoch(5)) == rows(of: order.epoch(5)))
    #expect(rows(of: order.epoch(5)) != rows(of: order.epoch(6)))
    #expect(rows(of: order.epoch(5)) != rows(of: other.epoch(5)))
  }

  /// The first rows of seed 0, so that a change of the order is seen: old runs would not repeat.
  @Test func staysTheSameFromVersionToVersion() {
    let order = RowOrder(count: 40, blockRows: 4, bufferRows: 20, seed: 0)
    #expect(Array(rows(of: order.epoch(0)).prefix(8)) == [32, 16, 4, 18, 6, 36, 25, 39])
  }

  /// Neighbours stand together with the chance of a buffer of 512 blocks, not of the harvest.
  @Test func mixesBlocksAsStated() {
    let order = RowOrder(count: 20_000, blockRows: 8, bufferRows: 1024, seed: 4)
    let rows = rows(of: order.epoch(0))
    let together = zip(rows, rows.dropFirst()).count { $0 / 8 == $1 / 8 }
    // 7 in 1,023 of 20,000 is 137, with a deviation of about 12.
    #expect((90...190).contains(together))
    // The mean row of a buffer is near the middle: 128 blocks leave a deviation of 510.
    let mean = rows.prefix(1024).reduce(0, +) / 1024
    #expect((8000...12_000).contains(mean))
  }

  private func rows(of epoch: RowOrder.Epoch) -> [Int] {
    (0..<epoch.bufferCount).flatMap { buffer in
      let rows = epoch.rows(ofBuffer: buffer)
      return epoch.order(ofBuffer: buffer).map { rows[$0] }
    }
  }
}
