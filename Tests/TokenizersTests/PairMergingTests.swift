import Tensors
import Testing

@testable import Tokenizers

@Suite struct PairMergingTests {
  @Test(arguments: 0..<20)
  func heapAndSearchAgree(seed: Int) throws {
    var random = SplittableRandom(seed: UInt64(seed))
    let table = randomTable(&random)
    let symbols = (0..<Int.random(in: 2...150, using: &random)).map { index in
      Symbol(id: UInt32.random(in: 0..<4, using: &random), start: index, end: index + 1)
    }
    var merging = PairMerging(table: table)
    var searched = symbols
    merging.mergeBySearching(&searched)
    var heaped = symbols
    merging.mergeByHeap(&heaped)
    #expect(searched.map(\.id) == heaped.map(\.id))
    #expect(searched.map(\.start) == heaped.map(\.start))
    #expect(searched.map(\.end) == heaped.map(\.end))
  }

  /// Merges of small ids into new ones, with ranks that come twice now and then.
  private func randomTable(_ random: inout SplittableRandom) -> MergeTable {
    var table = MergeTable(minimumCapacity: 4)
    for id in UInt32(4)..<40 {
      table.insert(
        UInt32.random(in: 0..<id, using: &random), UInt32.random(in: 0..<id, using: &random),
        rank: UInt32.random(in: 0..<30, using: &random), id: id)
    }
    return table
  }

  @Test func smallestRankMergesFirst() {
    var table = MergeTable(minimumCapacity: 4)
    table.insert(1, 2, rank: 1, id: 10)
    table.insert(2, 3, rank: 0, id: 11)
    var symbols = [1, 2, 3, 1, 2].enumerated().map {
      Symbol(id: $0.element, start: $0.offset, end: $0.offset + 1)
    }
    var merging = PairMerging(table: table)
    merging.merge(&symbols)
    #expect(symbols.map(\.id) == [1, 11, 10])
  }

  @Test func longPiecesAreNotQuadratic() throws {
    let tokenizer = try Samples.small(merges: ["a a", "aa aa"])
    // In a debug build; by searching, the merges of this many would take minutes.
    let tokens = tokenizer.encode(String(repeating: "a", count: 40_000))
    #expect(tokens.count == 10_000)
  }
}
