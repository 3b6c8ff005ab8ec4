import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct TopKSelectorTests {
  @Test(arguments: [(1, 1), (5, 3), (40, 7), (300, 4), (1000, 3), (1000, 999), (7, 20)])
  func choosesTheLargestInOrder(width: Int, k: Int) {
    let row = normalMatrix(rows: 1, columns: width, seed: UInt64(width + k)).elements
    #expect(choice(of: row, k: k) == plainChoice(of: row, k: k))
  }

  @Test(arguments: 0..<20) func takesTheFirstOfEqualOnes(seed: UInt64) {
    var random = SplittableRandom(seed: seed)
    let row = (0..<200).map { _ in Float(Int(random.uniform() * 4)) }
    #expect(choice(of: row, k: 9) == plainChoice(of: row, k: 9))
  }

  @Test func leavesOutWhatIsNotPositive() {
    #expect(choice(of: [-1, 0, -0.0, 2, -3], k: 4).map(\.feature) == [3])
    let code = code(of: [-1, -2, 3], TopKSelector(k: 2, keepsNegative: true))
    #expect(code.values == [-1, 3])
    #expect(choice(of: [Float](repeating: 0, count: 500), k: 4).isEmpty)
  }

  @Test func choosesAmongCandidates() {
    let row: [Float] = [9, 1, 8, 2, 7, 3]
    let code = code(of: row, TopKSelector(k: 2, among: [1, 3, 5]))
    #expect(code.indices == [3, 5])
    #expect(code.values == [2, 3])
  }

  @Test func yieldsNaNOfNaN() {
    let code = code(of: [Float](repeating: .nan, count: 300), TopKSelector(k: 3))
    #expect(code.values.count == 3 && code.values.allSatisfy(\.isNaN))
  }

  @Test func keepsThePositive() {
    let code = code(of: [-1, 0, 2, -3, 4], PositiveSelector())
    #expect(code.indices == [2, 4])
    #expect(code.values == [2, 4])
  }

  private struct Entry: Equatable {
    let feature: Int
    let value: Float
  }

  private func code(of row: [Float], _ selector: some RowSelector) -> SparseCode {
    selected(Matrix(row: row), by: selector).value
  }

  private func choice(of row: [Float], k: Int) -> [Entry] {
    let code = code(of: row, TopKSelector(k: k))
    return zip(code.indices, code.values).map { Entry(feature: Int($0), value: $1) }
  }

  private func plainChoice(of row: [Float], k: Int) -> [Entry] {
    row.indices.sorted { row[$0] != row[$1] ? row[$0] > row[$1] : $0 < $1 }
      .prefix(k).sorted().filter { row[$0] > 0 }
      .map { Entry(feature: $0, value: row[$0]) }
  }
}
