import Tensors
import Testing

@Suite struct ParallelMapTests {
  @Test(arguments: [(0, 1), (1, 4), (10, 3), (1000, 7)])
  func keepsTheOrderOfTheRanges(count: Int, grain: Int) {
    let ranges = parallelMap(count, grain: grain) { $0 }
    #expect(ranges.flatMap { Array($0) } == Array(0..<count))
    #expect(ranges.count == (count + grain - 1) / grain)
  }
}
